// One clip's joints and the morph targets that are on.
layout(std140) uniform Pose {
    vec4 counts;                     // x how many targets are on
    vec4 targets_on[TARGETS / 2];        // pairs of (target, weight)
    vec4 rows[JOINTS * 3];           // three rows of each joint's matrix
};
