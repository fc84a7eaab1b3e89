// A line round what is selected, from its mask.
uniform sampler2D mask;
uniform vec3 ink;
uniform float wide;      // px
out vec4 colour;

void main() {
    vec2 pixel = 1.0 / vec2(textureSize(mask, 0)), uv = gl_FragCoord.xy * pixel;
    float inside = texture(mask, uv).r, near = 0.0;
    for (int k = 0; k < 12; k++) {
        vec2 off = vec2(cos(float(k) * 0.5235988), sin(float(k) * 0.5235988)) * wide;
        near += texture(mask, uv + off * pixel).r;
    }
    float line = clamp(near / 3.0, 0.0, 1.0) * (1.0 - inside);
    if (line < 0.01) discard;
    colour = vec4(ink, line);
}
