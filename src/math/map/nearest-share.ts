/**
 * How closely some of the points of a map lie together: of the k nearest neighbors of a member, the share that are
 * members too, averaged over the members. The measure of neighborhood purity, e.g. "neighborhood hit" in
 * Paulovich et al. 2008 (Least Square Projection), for one class against all others. Cost: members × points.
 */

/** Number of neighbors; with few members, all other members. */
export const NEIGHBORS = 10;
/** Most members that are measured; more are thinned out evenly. */
const MEASURED = 200;

export interface NearestShare {
  /** 0 … 1; 1 means that members have only members as neighbors. */
  readonly share: number;
  /** The same for random positions. */
  readonly chance: number;
}

/**
 * @param x One coordinate of n points; `y` the other.
 * @param isMember [n]: 1 for a member.
 * @returns Null if there are fewer than two members, or no other points.
 */
export function nearestShare(x: Uint8Array, y: Uint8Array, isMember: Uint8Array): NearestShare | null {
  const n = isMember.length;
  const members: number[] = [];
  for (let point = 0; point < n; point++) if (isMember[point] === 1) members.push(point);
  if (members.length < 2 || members.length === n) return null;
  const k = Math.min(NEIGHBORS, members.length - 1);
  const step = Math.max(1, members.length / MEASURED);
  let sum = 0;
  let count = 0;
  for (let at = 0; at < members.length; at += step) {
    sum += shareAround(members[Math.floor(at)]!, x, y, isMember, k);
    count++;
  }
  return { share: sum / count, chance: (members.length - 1) / (n - 1) };
}

/** Points at equal distance share the remaining places, so that their order does not matter. */
function shareAround(center: number, x: Uint8Array, y: Uint8Array, isMember: Uint8Array, k: number): number {
  // The k nearest by insertion: k is small, and most points are farther than all of them.
  const near = new Float64Array(k).fill(Infinity);
  const [cx, cy] = [x[center]!, y[center]!];
  for (let point = 0; point < isMember.length; point++) {
    if (point === center) continue;
    const distance = (x[point]! - cx) ** 2 + (y[point]! - cy) ** 2;
    if (distance >= near[k - 1]!) continue;
    let place = k - 1;
    while (place > 0 && near[place - 1]! > distance) {
      near[place] = near[place - 1]!;
      place--;
    }
    near[place] = distance;
  }
  const edge = near[k - 1]!;
  let inside = 0;
  let insideMembers = 0;
  let onEdge = 0;
  let onEdgeMembers = 0;
  for (let point = 0; point < isMember.length; point++) {
    if (point === center) continue;
    const distance = (x[point]! - cx) ** 2 + (y[point]! - cy) ** 2;
    if (distance > edge) continue;
    if (distance < edge) {
      inside++;
      insideMembers += isMember[point]!;
    } else {
      onEdge++;
      onEdgeMembers += isMember[point]!;
    }
  }
  return (insideMembers + ((k - inside) * onEdgeMembers) / onEdge) / k;
}
