# Hand tracking as the ADBench suite writes it: 26 numbers pose a hand of 22 bones, and points that were measured should
# lie on its skin.
#
#   chainrule eval examples/models/hand.cr --load examples/data/hand.json --output 'residual[0,0]'
#
# Bone 0 is the wrist; finger f has bones 1 + 4*f to 4 + 4*f, each fixed to the one before it; bone 21 is the forearm.

param rotation[3], translation[3]                 # of the whole hand
param finger[5, 4]                                # flexion and abduction of the second bone, flexion of the last two
input relative[bones, 4, 4]                       # how a bone stands at the one before it, at rest
input inverse[bones, 4, 4]                        # from where it is at rest back to the origin
input skin[vertices, 3], weight[vertices, bones]  # the skin at rest; how much each bone moves it
input vertex[n], measured[n, 3]

# How each bone of a finger stands at the one before it: turned by the abduction about z, then by the flexion about x.
flexion[f, s: 4] = if(s > 0, finger[f, if(s == 1, 0, s)], 0)
abduction[f, s: 4] = if(s == 1, finger[f, 1], 0)
rest[f: 5, s: 4, i, j] = relative[1 + 4*f + s, i, j]
tilted[f, s, i] = cos(abduction[f, s])*rest[f, s, i, 1] - sin(abduction[f, s])*rest[f, s, i, 0]
joint[f, s, i, 0] = cos(abduction[f, s])*rest[f, s, i, 0] + sin(abduction[f, s])*rest[f, s, i, 1]
joint[f, s, i, 1] = cos(flexion[f, s])*tilted[f, s, i] + sin(flexion[f, s])*rest[f, s, i, 2]
joint[f, s, i, 2] = cos(flexion[f, s])*rest[f, s, i, 2] - sin(flexion[f, s])*tilted[f, s, i]
joint[f, s, i, 3] = rest[f, s, i, 3]

# How it stands in the hand: step s comes before bone s, and step 0 is the wrist.
chain[0, f, i, j] = relative[0, i, j]
chain[s, f: 5, i, j] = sum(k: chain[s-1, f, i, k]*joint[f, s-1, k, j])
forearm[i, j] = sum(k: relative[0, i, k]*relative[21, k, j])

# The skin follows all bones by their weights, and the whole hand is turned about an axis (Rodrigues) and put in its place.
base[n, k: 4] = if(k < 3, skin[vertex[n], k], 1)
still[n, b, j] = sum(k: inverse[b, j, k]*base[n, k])
followed[n, i: 3] = weight[vertex[n], 0]*sum(j: relative[0, i, j]*still[n, 0, j]) +
    weight[vertex[n], 21]*sum(j: forearm[i, j]*still[n, 21, j]) +
    sum(f in 0..5: sum(s in 0..4: weight[vertex[n], 1 + 4*f + s]*sum(j: chain[s+1, f, i, j]*still[n, 1 + 4*f + s, j])))
angle = sqrt(sum(i: rotation[i]^2))
axis[i] = rotation[i]/angle
across[n, 0] = axis[1]*followed[n, 2] - axis[2]*followed[n, 1]
across[n, 1] = axis[2]*followed[n, 0] - axis[0]*followed[n, 2]
across[n, 2] = axis[0]*followed[n, 1] - axis[1]*followed[n, 0]
along[n] = sum(i: axis[i]*followed[n, i])
turned[n, i] = followed[n, i]*cos(angle) + across[n, i]*sin(angle) + axis[i]*along[n]*(1 - cos(angle))
place[n, i] = if(angle < 0.0001, followed[n, i], turned[n, i]) + translation[i]

residual[n, i] = measured[n, i] - place[n, i]
loss = 1/2 * sum(n: sum(i: residual[n, i]^2))
