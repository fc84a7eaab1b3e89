#include "frame.glsl"
layout(location = 0) in vec3 position;
layout(location = 1) in vec3 normal;
layout(location = 2) in vec3 tint;
layout(location = 3) in vec2 uv;
layout(location = 4) in vec4 part_colour;
layout(location = 5) in vec4 skin_colour;
layout(location = 7) in vec2 second_uv;
uniform mat4 model;
out vec3 at;
out vec3 across;
out vec3 factor;
out vec2 texel;
out vec2 second_texel;
#ifdef UNION
uniform sampler2D palette;
uniform sampler2D material;
out vec3 finish;
out float clear;
#endif

void main() {
    vec4 p = model * vec4(position, 1.0);
    at = p.xyz;
    vec3 x = model[0].xyz, y = model[1].xyz, z = model[2].xyz;
    across = mat3(cross(y, z), cross(z, x), cross(x, y)) * normal;
#if defined(PARTS)
    factor = part_colour.rgb;
#elif defined(SKIN)
    factor = skin_colour.rgb;
#else
    factor = tint;
#endif
#ifdef UNION
#if !defined(PARTS) && !defined(SKIN)
    factor *= textureLod(palette, uv, 0.0).rgb;
#endif
    clear = textureLod(palette, uv, 0.0).a;
    finish = textureLod(material, uv, 0.0).rgb;
#endif
    texel = uv;
    second_texel = second_uv;
    gl_Position = view_projection * p;
}
