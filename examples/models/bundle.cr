# Bundle adjustment as the ADBench suite writes it: cameras see points in space, and the error of an observation is the
# distance on the image, times its weight, and 1 - weight^2.
#
#   chainrule eval examples/models/bundle.cr --load examples/data/bundle.json --output 'residual[0,0]'
#
# A row of `camera`: rotation (3), centre (3), focal length, principal point (2), radial distortion (2).

param camera[cameras, 11], point[points, 3], weight[n]
input of[n, 2]                                    # which camera sees which point
input seen[n, 2]                                  # and where

# The point as the camera stands: turned about an axis by the length of `rotation` (Rodrigues).
rotation[n, i: 3] = camera[of[n, 0], i]
offset[n, i] = point[of[n, 1], i] - camera[of[n, 0], 3 + i]
angle[n] = sqrt(sum(i: rotation[n, i]^2))
axis[n, i] = rotation[n, i]/angle[n]
across[n, 0] = axis[n, 1]*offset[n, 2] - axis[n, 2]*offset[n, 1]
across[n, 1] = axis[n, 2]*offset[n, 0] - axis[n, 0]*offset[n, 2]
across[n, 2] = axis[n, 0]*offset[n, 1] - axis[n, 1]*offset[n, 0]
along[n] = sum(i: axis[n, i]*offset[n, i])
rotated[n, i] = offset[n, i]*cos(angle[n]) + across[n, i]*sin(angle[n]) + axis[n, i]*along[n]*(1 - cos(angle[n]))
turned[n, i] = if(angle[n] > 0, rotated[n, i], offset[n, i])

image[n, i: 2] = turned[n, i]/turned[n, 2]
r2[n] = sum(i: image[n, i]^2)
bend[n] = 1 + camera[of[n, 0], 9]*r2[n] + camera[of[n, 0], 10]*r2[n]^2
projected[n, i: 2] = camera[of[n, 0], 6]*image[n, i]*bend[n] + camera[of[n, 0], 7 + i]

residual[n, i: 3] = if(i < 2, weight[n]*(projected[n, i] - seen[n, i]), 1 - weight[n]^2)
loss = 1/2 * sum(n: sum(i: residual[n, i]^2))
