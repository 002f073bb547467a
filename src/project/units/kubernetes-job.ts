/** The Indexed Job that makes a project's atlases on Kubernetes, and the job that merges them. */
import { N_UNITS, STORE } from "./n-units.ts";

/** @returns The text of the file: two jobs, of which the second waits until it is resumed. */
export function kubernetesJob(): string {
  return `# Makes the atlases of this project in ${N_UNITS} units, four at a time.
# The volume claim "headland" holds this folder, with its packages installed; all nodes must be able to write to it
# (ReadWriteMany). "npx headland plan" says how many units are right: write that number in completions and in UNITS.
#
#   kubectl apply -f units.job.yaml
#   kubectl wait --for=condition=complete --timeout=24h job/headland-units
#   kubectl patch job/headland-merge --patch '{"spec": {"suspend": false}}'
apiVersion: batch/v1
kind: Job
metadata:
  name: headland-units
spec:
  completionMode: Indexed
  completions: ${N_UNITS}
  parallelism: 4
  # A unit whose node ends is run again, and continues with the next head.
  backoffLimitPerIndex: 3
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: unit
          image: node:24
          workingDir: /project
          command:
            - sh
            - -c
            - exec npx headland atlas --unit "$((JOB_COMPLETION_INDEX + 1))/$UNITS" --store ${STORE} --workers 2
          env:
            - name: UNITS
              value: "${N_UNITS}"
          resources:
            requests: { cpu: "2", memory: 4Gi }
            limits: { memory: 4Gi }
          volumeMounts:
            - { name: project, mountPath: /project }
            - { name: scratch, mountPath: /tmp }
      volumes:
        - name: project
          persistentVolumeClaim: { claimName: headland }
        - name: scratch
          emptyDir: {}
---
apiVersion: batch/v1
kind: Job
metadata:
  name: headland-merge
spec:
  suspend: true
  backoffLimit: 1
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: merge
          image: node:24
          workingDir: /project
          command: [npx, headland, merge, --store, ${STORE}]
          resources:
            requests: { cpu: "2", memory: 4Gi }
          volumeMounts:
            - { name: project, mountPath: /project }
      volumes:
        - name: project
          persistentVolumeClaim: { claimName: headland }
`;
}
