// The floor: a pool of light, shadows, a thin grid, and the background where it ends.
#include "frame.glsl"
#include "rig.glsl"
#include "tone.glsl"
#include "backdrop.glsl"
in vec3 at;
out vec4 colour;
#ifdef STUDIO
#ifdef FINE
#include "light.glsl"
#else
uniform sampler2D floor_map;
#endif
#ifdef SCENE
#include "lamps.glsl"
#endif
#endif

// Lines of the grid, each about a pixel wide at any distance (after Golus 2023).
float lines(vec2 p, float wide) {
    vec2 change = max(fwidth(p), vec2(1e-6));
    vec2 drawn = clamp(vec2(wide), change, vec2(0.5));
    vec2 away = abs(fract(p - 0.5) - 0.5);
    vec2 line = smoothstep(drawn + change * 0.7, drawn - change * 0.7, away * 2.0) * clamp(wide / drawn, 0.0, 1.0);
    line = mix(line, vec2(wide), clamp(change * 2.0 - 1.0, 0.0, 1.0));
    return max(line.x, line.y);
}

void main() {
    vec3 behind = backdrop(gl_FragCoord.xy);
    float out_there = length(at.xz - pool.xz) / pool.w;
    float there = 1.0 - smoothstep(0.12, 0.98, out_there);
    there *= smoothstep(0.0, 0.10, (eye.y - at.y) / length(eye.xyz - at));
    vec3 c = vec3(0.0);
    float drawn = 0.0;
#ifdef STUDIO
    float sun = 1.0, open_sky = 1.0;
#ifdef FINE
    sun = key_reaches(at, vec3(0.0, 1.0, 0.0));
    open_sky = sky_reaches(at, vec3(0.0, 1.0, 0.0));
#else
    vec2 uv = (at.xz - square.xy) * square.zw;
    if (all(greaterThan(uv, vec2(0.0))) && all(lessThan(uv, vec2(1.0)))) {
        vec2 shade = texture(floor_map, uv).rg;
        sun = shade.r;
        open_sky = shade.g;
    }
#endif
#ifdef SCENE
    vec3 reaching = AMBIENT * SKY * open_sky;
    for (int k = 0; k < int(lamp_count.x); k++) {
        vec3 towards;
        float far;
        vec3 e = shone(k, at, vec3(0.0, 1.0, 0.0), towards, far);
        reaching += e * max(towards.y, 0.0);
    }
    c = FLOOR * reaching;
#else
    c = FLOOR * (KEY * key.y * sun * (0.55 + 0.45 * there) + SKY * open_sky);
#endif
    drawn = there;
#endif
    float fine = lines(at.xz / grid.x, 0.010) * 0.45;
    float coarse = lines(at.xz / (grid.x * 5.0), 0.004);
    float line = max(fine, coarse) * grid.y * there;
#ifdef STUDIO
    c = mix(behind, c, drawn);
    c = mix(c, c + LINE * (0.25 + 0.75 * c / (c + 0.3)), line);
#else
    c = mix(behind, LINE, line * 0.8);
#endif
    colour = outcome(c, top.a);
}
