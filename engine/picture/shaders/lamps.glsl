// The scene's own lights, and how much of each reaches a place.
const int LAMPS = 8;
layout(std140) uniform Lamps {
    vec4 lamp_count;
    mat4 lamp_matrix[LAMPS];     // scene to its shadow map: uv and depth, 0..1
    vec4 lamp_place[LAMPS];      // xyz where it is, of parallel light the way to it; w 1: parallel
    vec4 lamp_light[LAMPS];      // rgb irradiance, at a metre or everywhere; w its radius
    vec4 lamp_way[LAMPS];        // xyz where it shines; w size of a texel of its map, at a metre or everywhere
    vec4 lamp_cone[LAMPS];       // x cosine of its edge, y of where it begins to dim
};
uniform sampler2DArrayShadow lamp_maps;
const float AMBIENT = 0.18;      // of the studio's sky and ground, where scenes have lights alone

// Irradiance of lamp k on what faces it at p, and the way to it.
vec3 shone(int k, vec3 p, vec3 n, out vec3 towards, out float far) {
    bool parallel = lamp_place[k].w > 0.5;
    vec3 away = parallel ? lamp_place[k].xyz : lamp_place[k].xyz - p;
    far = parallel ? 1.0 : max(length(away), 0.01);
    towards = away / (parallel ? 1.0 : far);
    float facing = dot(n, towards);
    if (facing <= 0.0) return vec3(0.0);
    float rim = clamp((dot(-towards, lamp_way[k].xyz) - lamp_cone[k].x) / (lamp_cone[k].y - lamp_cone[k].x), 0.0, 1.0);
    if (rim <= 0.0 && !parallel) return vec3(0.0);
    float texel = lamp_way[k].w * far;
    vec3 from = p + n * texel * (1.2 + 2.6 * (1.0 - facing)) + towards * texel * 1.2;
    vec4 q = lamp_matrix[k] * vec4(from, 1.0);
    float sun = 1.0;
    vec3 there = q.xyz / q.w;
    if (q.w > 0.0 && all(greaterThan(there, vec3(0.0))) && all(lessThan(there, vec3(1.0)))) {
        float s = 1.1 / float(textureSize(lamp_maps, 0).x);
        float layer = float(k);
        sun = 0.25 * (texture(lamp_maps, vec4(there.xy + vec2(-s, -0.4 * s), layer, there.z))
                    + texture(lamp_maps, vec4(there.xy + vec2(0.4 * s, -s), layer, there.z))
                    + texture(lamp_maps, vec4(there.xy + vec2(s, 0.4 * s), layer, there.z))
                    + texture(lamp_maps, vec4(there.xy + vec2(-0.4 * s, s), layer, there.z)));
    }
    return lamp_light[k].rgb * sun * (parallel ? 1.0 : rim * rim / (far * far));
}

// What a lamp mirrors towards v: Walter 2007's distribution, Smith's shadowing as Hammon 2017 has it; a lamp's size
// widens the lobe (Karis 2013).
float glint(vec3 n, vec3 v, vec3 towards, float rough, float wide) {
    vec3 h = normalize(v + towards);
    float a = clamp(rough * rough + 0.5 * wide, 0.02, 1.0), nh = clamp(dot(n, h), 0.0, 1.0);
    float nl = clamp(dot(n, towards), 0.0, 1.0), nv = clamp(dot(n, v), 0.001, 1.0);
    float d = nh * nh * (a * a - 1.0) + 1.0;
    return nl * a * a / (d * d) * 0.5 / mix(2.0 * nl * nv, nl + nv, a);
}
