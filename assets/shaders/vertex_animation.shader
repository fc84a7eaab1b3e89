// Chronoform: @NAME@, a vertex animation of @FRAMES@ frames, for Unity's Universal Render Pipeline. How to use it stands
// in packaging/ENGINES.md. Built to Unity's and glTFast's documented rules: glTFast turns x about and counts v from below.
Shader "Chronoform/@NAME@"
{
    Properties
    {
        [NoScaleOffset] _Positions ("Positions", 2D) = "black" {}
        [NoScaleOffset] _Normals ("Normals", 2D) = "black" {}
        [NoScaleOffset] _Colours ("Colours", 2D) = "white" {}
        [NoScaleOffset] _BaseMap ("Base colour", 2D) = "white" {}
        _BaseColor ("Base colour's factor", Color) = (1, 1, 1, 1)
        [NoScaleOffset] _SurfaceMap ("Roughness in green, metallic in blue", 2D) = "white" {}
        _Roughness ("Roughness", Float) = @ROUGHNESS@
        _Metallic ("Metallic", Float) = @METALLIC@
        [NoScaleOffset] _GlowMap ("Glow", 2D) = "white" {}
        _Glow ("Glow's factor", Vector) = (@GLOW@, 0)
        _Start ("Start in seconds", Float) = 0
        _Speed ("Speed, 0 to stand still at the start", Float) = 1
    }
    SubShader
    {
        Tags { @TAGS@ "RenderPipeline" = "UniversalPipeline" }

        HLSLINCLUDE
        #include "Packages/com.unity.render-pipelines.universal/ShaderLibrary/Core.hlsl"

        TEXTURE2D(_Positions);
        TEXTURE2D(_Normals);
        TEXTURE2D(_Colours);
        TEXTURE2D(_BaseMap); SAMPLER(sampler_BaseMap);
        TEXTURE2D(_SurfaceMap); SAMPLER(sampler_SurfaceMap);
        TEXTURE2D(_GlowMap); SAMPLER(sampler_GlowMap);

        CBUFFER_START(UnityPerMaterial)
            float4 _BaseColor;
            float4 _Glow;
            float _Roughness;
            float _Metallic;
            float _Start;
            float _Speed;
        CBUFFER_END

        // the animation begins
        static const int FRAMES = @FRAMES@;
        static const float RATE = @RATE@;       // frames per second
        static const int ROWS = @ROWS@;         // of texels, for a frame
        static const int2 SIZE = int2(@WIDTH@, @HEIGHT@);
        static const int LOWER = @LOWER@;       // row from which the low bytes are; 0: there are none

        struct Shown
        {
            float3 position;
            float3 normal;
            float3 colour;
        };

        // Rows are counted from above; a texture's first row in memory is its lowest.
        #define TEXEL(from, line) LOAD_TEXTURE2D(from, int2(column, SIZE.y - 1 - (line))).rgb
        #define WHOLE(from, line) (LOWER > 0 ? (65280.0 * TEXEL(from, line) + 255.0 * TEXEL(from, (line) + LOWER)) / 65535.0 : TEXEL(from, line))
        #define MIXED(from, offset, scale) (offset + scale * lerp(WHOLE(from, before), WHOLE(from, after), share))

        Shown Animated(float2 uv, float time)
        {
            int column = int(floor(uv.x * float(SIZE.x)));
            int row = int(floor((1.0 - uv.y) * float(SIZE.y)));
            float span = float(max(FRAMES - 1, 1));
            float at = (_Start + _Speed * time) * RATE;
            at -= span * floor(at / span);
            int first = min(int(at), FRAMES - 1);
            int before = row + first * ROWS;
            int after = row + min(first + 1, FRAMES - 1) * ROWS;
            float share = at - float(first);
            Shown shown;
            float3 place = MIXED(_Positions, float3(@POSITION_OFFSET@), float3(@POSITION_SCALE@));
            float3 normal = MIXED(_Normals, float3(@NORMAL_OFFSET@), float3(@NORMAL_SCALE@));
            shown.position = float3(-place.x, place.y, place.z);
            shown.normal = float3(-normal.x, normal.y, normal.z) / max(length(normal), 0.000001);
            shown.colour = float3(1.0, 1.0, 1.0);
            #if @COLOURED@
            shown.colour = MIXED(_Colours, float3(@COLOUR_OFFSET@), float3(@COLOUR_SCALE@));
            #endif
            return shown;
        }
        // the animation ends

        struct Attributes
        {
            float4 positionOS : POSITION;
            float2 uv : TEXCOORD0;
            float2 texel : TEXCOORD1;
            float4 colour : COLOR;
            UNITY_VERTEX_INPUT_INSTANCE_ID
        };
        ENDHLSL

        Pass
        {
            Name "ForwardLit"
            Tags { "LightMode" = "UniversalForward" }
            @BLEND@

            HLSLPROGRAM
            #pragma target 3.5
            #pragma vertex Vertex
            #pragma fragment Fragment
            #pragma multi_compile_instancing
            #pragma multi_compile _ _MAIN_LIGHT_SHADOWS _MAIN_LIGHT_SHADOWS_CASCADE _MAIN_LIGHT_SHADOWS_SCREEN
            #pragma multi_compile _ _ADDITIONAL_LIGHTS
            #pragma multi_compile_fragment _ _SHADOWS_SOFT
            #pragma multi_compile_fog
            #include "Packages/com.unity.render-pipelines.universal/ShaderLibrary/Lighting.hlsl"

            struct Varyings
            {
                float4 positionCS : SV_POSITION;
                float3 positionWS : TEXCOORD0;
                float3 normalWS : TEXCOORD1;
                float3 colour : TEXCOORD2;
                float2 uv : TEXCOORD3;
                float fog : TEXCOORD4;
            };

            Varyings Vertex(Attributes input)
            {
                UNITY_SETUP_INSTANCE_ID(input);
                Shown shown = Animated(input.texel, _Time.y);
                Varyings output;
                output.positionWS = TransformObjectToWorld(shown.position);
                output.positionCS = TransformWorldToHClip(output.positionWS);
                output.normalWS = TransformObjectToWorldNormal(shown.normal);
                output.colour = shown.colour@TINT@;
                output.uv = input.uv;
                output.fog = ComputeFogFactor(output.positionCS.z);
                return output;
            }

            half4 Fragment(Varyings input) : SV_Target
            {
                half4 base = SAMPLE_TEXTURE2D(_BaseMap, sampler_BaseMap, input.uv) * _BaseColor;
                half3 finish = SAMPLE_TEXTURE2D(_SurfaceMap, sampler_SurfaceMap, input.uv).rgb;
                InputData data = (InputData)0;
                data.positionWS = input.positionWS;
                data.normalWS = normalize(input.normalWS);
                data.viewDirectionWS = GetWorldSpaceNormalizeViewDir(input.positionWS);
                data.shadowCoord = TransformWorldToShadowCoord(input.positionWS);
                data.fogCoord = input.fog;
                data.bakedGI = SampleSH(data.normalWS);
                data.normalizedScreenSpaceUV = GetNormalizedScreenSpaceUV(input.positionCS);
                data.shadowMask = half4(1, 1, 1, 1);
                SurfaceData surface = (SurfaceData)0;
                surface.albedo = base.rgb * input.colour;
                surface.metallic = _Metallic * finish.b;
                surface.smoothness = 1 - _Roughness * finish.g;
                surface.emission = _Glow.rgb * SAMPLE_TEXTURE2D(_GlowMap, sampler_GlowMap, input.uv).rgb;
                surface.occlusion = 1;
                surface.alpha = @ALPHA@;
                half4 lit = UniversalFragmentPBR(data, surface);
                lit.rgb = MixFog(lit.rgb, input.fog);
                return half4(lit.rgb, surface.alpha);
            }
            ENDHLSL
        }

        Pass
        {
            Name "ShadowCaster"
            Tags { "LightMode" = "ShadowCaster" }
            ColorMask 0

            HLSLPROGRAM
            #pragma target 3.5
            #pragma vertex Vertex
            #pragma fragment Fragment
            #pragma multi_compile_instancing
            #include "Packages/com.unity.render-pipelines.universal/ShaderLibrary/Shadows.hlsl"

            float3 _LightDirection;

            float4 Vertex(Attributes input) : SV_POSITION
            {
                UNITY_SETUP_INSTANCE_ID(input);
                Shown shown = Animated(input.texel, _Time.y);
                float3 place = TransformObjectToWorld(shown.position);
                float3 normal = TransformObjectToWorldNormal(shown.normal);
                float4 seen = TransformWorldToHClip(ApplyShadowBias(place, normal, _LightDirection));
                #if UNITY_REVERSED_Z
                seen.z = min(seen.z, UNITY_NEAR_CLIP_VALUE);
                #else
                seen.z = max(seen.z, UNITY_NEAR_CLIP_VALUE);
                #endif
                return seen;
            }

            half4 Fragment() : SV_Target
            {
                return 0;
            }
            ENDHLSL
        }

        Pass
        {
            Name "DepthOnly"
            Tags { "LightMode" = "DepthOnly" }
            ColorMask R

            HLSLPROGRAM
            #pragma target 3.5
            #pragma vertex Vertex
            #pragma fragment Fragment
            #pragma multi_compile_instancing

            float4 Vertex(Attributes input) : SV_POSITION
            {
                UNITY_SETUP_INSTANCE_ID(input);
                return TransformObjectToHClip(Animated(input.texel, _Time.y).position);
            }

            half4 Fragment() : SV_Target
            {
                return 0;
            }
            ENDHLSL
        }
    }
}
