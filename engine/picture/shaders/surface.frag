// A clip's surface in each of the shading modes.
#include "frame.glsl"
#include "rig.glsl"
#include "tone.glsl"
in vec3 at;
in vec3 across;
in vec3 factor;
in vec2 texel;
in vec2 second_texel;
out vec4 colour;
#if defined(DEPTH)
uniform vec3 forward;    // where the camera looks
#elif defined(ID)
uniform vec4 ink;
#endif
#ifdef UNION
in vec3 finish;
in float clear;
#else
uniform sampler2D palette;
uniform sampler2D material;
#endif

#ifdef TEXTURED
uniform sampler2D glow_map;
uniform sampler2D normal_map;
uniform vec4 base_factor;
uniform vec4 finish_factor;   // roughness, metal, least alpha that is seen (-1: all), strength of the normal map
uniform vec4 glow_factor;     // w 1: not lit
uniform mat3 charts[4];       // what UVs go through for each picture: colour, finish, glow, normals
uniform vec4 seconds;         // 1: the picture lies on the second UVs
vec2 charted(int k) { return (charts[k] * vec3(seconds[k] > 0.5 ? second_texel : texel, 1.0)).xy; }

// The surface's normal with its map's, in a frame of the UVs' derivatives (Schueler 2006).
vec3 bumped(vec3 n) {
    vec3 px = dFdx(at), py = dFdy(at);
    vec2 uv = charted(3), tx = dFdx(uv), ty = dFdy(uv);
    vec3 a = cross(py, n), b = cross(n, px);
    vec3 t = a * tx.x + b * ty.x, s = a * tx.y + b * ty.y;
    float most = max(dot(t, t), dot(s, s));
    if (most <= 0.0) return n;
    vec3 m = texture(normal_map, uv).xyz * 2.0 - 1.0;
    m.xy *= finish_factor.w * inversesqrt(most);
    return normalize(t * m.x - s * m.y + n * m.z);
}
#endif

#ifdef STUDIO
#include "light.glsl"
#ifdef SCENE
#include "lamps.glsl"
#endif

// Scale and offset of the reflectance at normal incidence (Karis 2014, after Lazarov 2013).
vec2 sheen(float rough, float facing) {
    vec4 r = rough * vec4(-1.0, -0.0275, -0.572, 0.022) + vec4(1.0, 0.0425, 1.04, -0.04);
    float a = min(r.x * r.x, exp2(-9.28 * facing)) * r.x + r.y;
    return vec2(-1.04, 1.04) * a + r.zw;
}

// Radiance, and how much of what lies behind is hidden. What shines on glass is not thinned by its clearness.
vec4 lit(vec3 base, vec3 m, vec3 n, float opacity) {
    vec3 v = normalize(eye.xyz - at);
    float facing = clamp(dot(n, v), 0.001, 1.0);
    vec3 r = 2.0 * dot(n, v) * n - v;
    float rough = clamp(m.x, 0.06, 1.0);
    float blur = 0.035 + rough * rough * 1.15;

#ifdef FINE
    float open_sky = mix(0.10, 1.0, sky_reaches(at, n));
#else
    float open_sky = 0.80 + 0.12 * n.y;
#endif
    float low = exp(-max(at.y, 0.0) / height.x);
    float bounce = 1.0 - 0.55 * low;
    float up = 0.5 + 0.5 * n.y;
    vec3 ambient = SKY * open_sky * up + GROUND * bounce * (1.0 - up);
    vec3 f0 = mix(vec3(0.04), base, m.y);
    vec2 ab = sheen(rough, facing);

#ifdef SCENE
    vec3 irradiance = AMBIENT * ambient;
    vec3 shine = AMBIENT * surroundings(r, rough) * open_sky * (f0 * ab.x + ab.y);
    for (int k = 0; k < int(lamp_count.x); k++) {
        vec3 towards;
        float far;
        vec3 e = shone(k, at, n, towards, far);
        if (e == vec3(0.0)) continue;
        irradiance += e * dot(n, towards);
        vec3 fresnel = f0 + (1.0 - f0) * pow(1.0 - clamp(dot(v, normalize(v + towards)), 0.0, 1.0), 5.0);
        shine += e * fresnel * glint(n, v, towards, rough, lamp_light[k].w / far);
    }
#else
    float towards = dot(n, key.xyz);
    float wrapped = clamp((towards + 0.12) / 1.12, 0.0, 1.0);
    wrapped *= mix(wrapped, 1.0, 0.75);
    float sun = wrapped > 0.0 ? key_reaches(at, n) : 0.0;
    vec3 irradiance = KEY * wrapped * sun + ambient;
    vec3 mirror = surroundings(r, rough) * open_sky;
    for (int k = 0; k < BOXES; k++) {
        float share = seen(k, r, blur);
        mirror += BOX_RADIANCE[k] * share * (k == 0 ? mix(0.25, 1.0, sun) : open_sky);
        if (k > 0) {
            float soft = clamp((dot(turned(n, BOX_FOLLOWS[k]), BOX_Z[k]) + 0.25) / 1.25, 0.0, 1.0);
            irradiance += BOX_RADIANCE[k] * BOX_HALF[k].x * BOX_HALF[k].y * 0.9 * soft * soft * open_sky;
        }
    }
    vec3 shine = mirror * (f0 * ab.x + ab.y);
#endif
    vec3 c = base * (1.0 - m.y) * irradiance + base * m.z * m.z * 3.2;
#ifdef GLASS
    float rim = pow(1.0 - facing, 3.0);
    opacity = mix(opacity, 0.5 + 0.5 * opacity, rim);
#endif
    return vec4(c * opacity + shine, opacity);
}
#endif

void main() {
    vec3 base = factor;
    vec3 m = vec3(0.6, 0.0, 0.0);
    float opacity = 1.0;
    vec3 glow = vec3(0.0);
#if defined(UNION)
    m = finish;
#elif defined(TEXTURED)
    vec4 paint = texture(palette, charted(0)) * base_factor;
    if (paint.a < finish_factor.z) discard;
#if !defined(PARTS) && !defined(SKIN)
    base *= paint.rgb;
    vec3 polish = texture(material, charted(1)).rgb;
    m = vec3(polish.g * finish_factor.x, polish.b * finish_factor.y, 0.0);
    glow = texture(glow_map, charted(2)).rgb * glow_factor.rgb;
#endif
#elif !defined(PARTS) && !defined(SKIN)
    base *= texture(palette, texel).rgb;
    m = texture(material, texel).rgb;
#endif
#ifdef GLASS
#ifdef UNION
    opacity = clear;
#elif defined(TEXTURED)
    opacity = paint.a;
#else
    opacity = texture(palette, texel).a;
#endif
#endif
#if defined(BASE)
    colour = vec4(base, 1.0);
#elif defined(DEPTH)
    colour = vec4(dot(at - eye.xyz, forward), 0.0, 0.0, 1.0);
#elif defined(ID)
    colour = ink;
#elif defined(NORMAL)
    vec3 n = normalize(gl_FrontFacing ? across : -across);
#ifdef TEXTURED
    if (finish_factor.w > 0.0) n = bumped(n);
#endif
    colour = vec4(n, 1.0);
#elif defined(STUDIO)
    vec3 n = normalize(across);
#if defined(GLASS) || defined(TEXTURED)
    n = gl_FrontFacing ? n : -n;
#endif
#ifdef TEXTURED
    if (finish_factor.w > 0.0) n = bumped(n);
    vec4 seen_light = glow_factor.w > 0.0 ? vec4(base * opacity, opacity) : lit(base, m, n, opacity);
    colour = mixed(seen_light + vec4(glow, 0.0));
#else
    colour = mixed(lit(base, m, n, opacity));
#endif
#elif defined(UNLIT)
    colour = mixed(vec4((base + glow) * opacity, opacity));
#else
    vec3 n = normalize(across);
#ifdef TEXTURED
    n = gl_FrontFacing ? n : -n;
#endif
    vec3 v = normalize(eye.xyz - at);
    vec3 side = vec3(rig.x * n.x - rig.y * n.z, n.y, rig.y * n.x + rig.x * n.z);
    float front = clamp(0.5 + 0.5 * dot(side, vec3(-0.36, 0.62, 0.70)), 0.0, 1.0);
    float edge = pow(1.0 - clamp(dot(n, v), 0.0, 1.0), 4.0);
    colour = mixed(vec4(base * (0.16 + 0.92 * front * front) * opacity + 0.10 * edge, opacity));
#endif
}
