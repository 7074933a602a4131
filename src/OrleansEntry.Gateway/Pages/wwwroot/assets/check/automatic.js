// The automatic check: a proof-of-work that the browser does beside the page. Nobody has to see, hear or move anything.

/**
 * Finds the answer.
 * @param {{parameters: object, signature: string}} challenge the service's `proofOfWork`
 * @param {AbortSignal} signal ends the search; the promise then stays open
 * @returns {Promise<string>} the answer; rejects with an Error for the person to read
 */
export function solve({ parameters, signature }, signal) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    signal.addEventListener("abort", () => worker.terminate());
    worker.onerror = () => reject(new Error("The automatic check did not start on this device."));
    worker.onmessage = ({ data: { solution } }) => solution
      ? resolve(btoa(JSON.stringify({ challenge: { parameters, signature }, solution })))
      : reject(new Error("The automatic check did not finish on this device."));
    worker.postMessage(parameters);
  });
}
