#include "frame.glsl"
#include "tone.glsl"
#include "backdrop.glsl"
out vec4 colour;

void main() {
    colour = outcome(backdrop(gl_FragCoord.xy), top.a);
}
