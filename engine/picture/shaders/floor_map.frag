// What reaches each place of the floor: red the key, green the sky. Worked out once a pose, looked up once a pixel.
#include "frame.glsl"
uniform sampler2DShadow key_map;
uniform sampler2D sole_map;      // the scene seen from under the floor
out vec4 colour;
const int TAPS = 12;

void main() {
    vec2 uv = gl_FragCoord.xy / vec2(textureSize(sole_map, 0));
    vec3 p = vec3(square.xy + uv / square.zw, 0.0).xzy;
    float sun = 0.0, dark = 0.0, total = 0.0;
    for (int k = 0; k < TAPS; k++) {
        float turn = float(k) * 2.39996323, far = sqrt((float(k) + 0.5) / float(TAPS));
        vec2 off = vec2(cos(turn), sin(turn)) * far;
        vec3 q = p + vec3(off.x, 0.0, off.y) * height.z + vec3(0.0, key.w * 1.5, 0.0);
        vec3 in_key = (key_matrix * vec4(q, 1.0)).xyz;
        sun += texture(key_map, in_key);
        vec3 in_sole = (sole_matrix * vec4(p + vec3(off.x, 0.0, off.y) * height.y, 1.0)).xyz;
        float depth = texture(sole_map, in_sole.xy).r;
        float weight = 1.3 - far;
        float above = max(depth - in_sole.z, 0.0) / max(height.w, 1e-6);
        dark += depth < 1.0 ? weight * exp(-above / height.x) : 0.0;
        total += weight;
    }
    colour = vec4(sun / float(TAPS), 1.0 - 0.80 * dark / total, 0.0, 1.0);
}
