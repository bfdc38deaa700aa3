namespace EventSnn.Training.Rules;

/// <summary>What a rule made of a budget.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Accuracy">Of the test clips, in [0, 1].</param>
/// <param name="Clips">Clips learned from, repetitions counted.</param>
/// <param name="Updates">Changes of the weights.</param>
/// <param name="LearningOperations">Multiply-adds of learning, were nothing zero.</param>
/// <param name="Seconds">Learning by the clock, tests not counted.</param>
/// <param name="ProcessorSeconds">The same in processor time of the process.</param>
/// <param name="StatePerNeuron">Numbers kept of a stream per neuron.</param>
/// <param name="StatePerSynapse">Numbers kept per weight.</param>
public sealed record RuleFigures(
    string Rule, ulong Seed, double Accuracy, long Clips, long Updates, long LearningOperations, double Seconds, double ProcessorSeconds, double StatePerNeuron, double StatePerSynapse);
