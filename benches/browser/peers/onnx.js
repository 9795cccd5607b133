// onnxruntime-web 1.19, the last with training: AdamW at its default rate, 0.001, on one
// thread. Its graphs are made by onnx_artifacts.py.

export async function create({ widths, optimizer, rate, batch }) {
  if (optimizer !== "adamw" || rate !== 0.001) throw new Error("onnxruntime-web trains by AdamW at its default rate");
  const lib = new URL("peers/lib/", self.location.href).href;
  const ort = await import(`${lib}ort.training.wasm.min.mjs`);
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = lib;
  const graph = (name) => `${lib}${widths.join("-")}_${name}`;
  const session = await ort.TrainingSession.create({
    checkpointState: graph("checkpoint"),
    trainModel: graph("training_model.onnx"),
    evalModel: graph("eval_model.onnx"),
    optimizerModel: graph("optimizer_model.onnx"),
  }, { executionProviders: ["wasm"] });
  const [xName, labelsName] = session.trainingInputNames;
  const outputName = session.evalOutputNames.at(-1);
  const input = (x) => new ort.Tensor("float32", x, [batch, widths[0]]);
  const classes = (labels) => new ort.Tensor("int64", BigInt64Array.from(labels, BigInt), [batch]);
  return {
    async train(x, labels) {
      await session.runTrainStep({ [xName]: input(x), [labelsName]: classes(labels) });
      await session.runOptimizerStep();
      await session.lazyResetGrad();
    },
    async predict(x) {
      const results = await session.runEvalStep({ [xName]: input(x), [labelsName]: classes(new Uint8Array(batch)) });
      return results[outputName].data;
    },
  };
}
