// The studio: softboxes, sky and floor as one analytic environment, and the shadows of the key and the sky.
uniform sampler2DShadow key_map;
uniform sampler2DShadow dome_map;

vec3 turned(vec3 d, bool follows) {
    return follows ? vec3(rig.x * d.x - rig.y * d.z, d.y, rig.y * d.x + rig.x * d.z) : d;
}

// How much of softbox k is seen in direction d through a lobe that is `blur` wide (tangents).
float seen(int k, vec3 d, float blur) {
    d = turned(d, BOX_FOLLOWS[k]);
    float ahead = dot(d, BOX_Z[k]);
    vec2 at = abs(vec2(dot(d, BOX_X[k]), dot(d, BOX_Y[k]))) / max(ahead, 0.05);
    vec2 half_size = BOX_HALF[k];
    vec2 edge = clamp((half_size + blur - at) / (2.0 * blur), 0.0, 1.0);
    edge = edge * edge * (3.0 - 2.0 * edge);
    vec2 kept = half_size / (half_size + 0.75 * blur);
    return edge.x * edge.y * kept.x * kept.y * clamp(ahead * 5.0, 0.0, 1.0);
}

// Radiance of what is not a softbox.
vec3 surroundings(vec3 d, float rough) {
    float rise = d.y / (1.0 + rough);
    vec3 wall = mix(SKY * 0.38, SKY * 1.30, clamp(rise * 0.9 + 0.1, 0.0, 1.0));
    return mix(wall, GROUND * 0.9, smoothstep(0.12 + 0.5 * rough, -0.30 - 0.5 * rough, d.y));
}

// 1 where the light of a map reaches p.
float reached(sampler2DShadow map, mat4 matrix, vec3 p, vec3 n, vec3 towards, float texel, float wide) {
    float facing = clamp(dot(n, towards), 0.0, 1.0);
    vec3 from = p + n * texel * (1.2 + 2.6 * (1.0 - facing)) + towards * texel * 1.2;
    vec3 at = (matrix * vec4(from, 1.0)).xyz;
    if (any(lessThan(at, vec3(0.0))) || any(greaterThan(at, vec3(1.0)))) return 1.0;
    vec2 s = wide / vec2(textureSize(map, 0));
#ifdef FINE
    // Another turn in each pixel and sample: the samples of the light melt into one penumbra.
    float turn = 6.2831853 * fract(grain(gl_FragCoord.xy) + bottom.w);
    vec2 a = vec2(cos(turn), sin(turn));
    vec2 b = vec2(-a.y, a.x) * s * 0.45;
    a *= s;
    return 0.25 * (texture(map, at + vec3(a, 0.0)) + texture(map, at - vec3(a, 0.0))
                 + texture(map, at + vec3(b, 0.0)) + texture(map, at - vec3(b, 0.0)));
#else
    return 0.25 * (texture(map, at + vec3(-s.x, -0.4 * s.y, 0.0)) + texture(map, at + vec3(0.4 * s.x, -s.y, 0.0))
                 + texture(map, at + vec3(s.x, 0.4 * s.y, 0.0)) + texture(map, at + vec3(-0.4 * s.x, s.y, 0.0)));
#endif
}

#ifdef FINE
const float KEY_BLUR = 4.2;
#else
const float KEY_BLUR = 1.1;
#endif

float key_reaches(vec3 p, vec3 n) {
    return reached(key_map, key_matrix, p, n, key.xyz, key.w, KEY_BLUR);
}

// How open the sky is above p in this sample; the mean over samples is the ambient occlusion.
float sky_reaches(vec3 p, vec3 n) {
    float share = smoothstep(-0.15, 0.45, dot(n, dome.xyz));
    return 1.0 - share * (1.0 - reached(dome_map, dome_matrix, p, n, dome.xyz, dome.w, 2.6));
}
