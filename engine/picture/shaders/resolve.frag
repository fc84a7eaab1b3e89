// The mean of the samples as a picture.
#include "frame.glsl"
#include "tone.glsl"
uniform sampler2D source;
uniform float share;     // 1 / samples
out vec4 colour;

void main() {
    vec4 sum = texelFetch(source, ivec2(gl_FragCoord.xy), 0) * share;
    colour = vec4(picture(sum.rgb / max(sum.a, 1e-4)), sum.a);
}
