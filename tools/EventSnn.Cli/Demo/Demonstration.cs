namespace EventSnn.Cli.Demo;

/// <summary>One entry of the table of demonstrations.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Takes">How long it takes on a quiet core, in words: measured with all its seeds, in its short form.</param>
/// <param name="Summary">One line of help.</param>
/// <param name="Seeds">Seeds where nothing else is asked for.</param>
/// <param name="Run">Runs it.</param>
/// <param name="Pictures">Whether it learns from pictures of digits.</param>
/// <param name="HasLongForm">Whether it has a long form.</param>
/// <param name="Chance">Whether a seed changes anything in it, and how many can be run: none, one or any number.</param>
internal sealed record Demonstration(string Name, string Takes, string Summary, int Seeds, Func<DemoRun, DemoResult> Run, bool Pictures = false, bool HasLongForm = false, DemoChance Chance = DemoChance.Many)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Demonstration> All { get; } =
    [
        new("lif", "at once", "A leaky neuron under constant input, beside its closed form.", 1, _ => TextbookDemos.Leaky(), Chance: DemoChance.None),
        new("encoders", "at once", "A ramp of intensities in four spike codes.", 1, TextbookDemos.Encoders, Chance: DemoChance.One),
        new("stdp", "at once", "The window of pair-based STDP, measured with online traces.", 1, _ => TextbookDemos.Stdp(), Chance: DemoChance.None),
        new("spikeprop", "2 s", "Exclusive-or in spike times by SpikeProp.", 10, TextbookDemos.SpikeProp),
        new("superspike", "20 s", "SS-2: one neuron learns five spike times.", 20, SuperSpikeDemos.Single),
        new("superspike-hidden", "minutes", "SS-3: the same through 4 and 8 hidden neurons and three kinds of feedback, beside a frozen hidden layer.", 20, SuperSpikeDemos.Hidden),
        new("superspike-xor", "minutes", "SS-4: spiking exclusive-or.", 10, SuperSpikeDemos.Xor),
        new("superspike-pattern", "minutes", "SS-5: a picture as the spikes of 100 outputs, 300 s; the long form is 1000 s.", 1, SuperSpikeDemos.Pattern, HasLongForm: true, Chance: DemoChance.One),
        new("superspike-speed", "10 s", "SS-6: simulated over real time with 100 plastic synapses, by blocks and in every step.", 1, SuperSpikeDemos.Speed, Chance: DemoChance.One),
        new("feedback-fit", "at once", "SA-1: the smooth rate whose derivative teaches, beside the simulated neuron.", 1, _ => FeedbackDemos.Fit(), Chance: DemoChance.None),
        new("feedback-digits", "40 s", "SA-2: pictures of digits by fixed feedback, 784-256-10; the long form is 784-1000-10 on all of MNIST, 30 epochs.", 1, FeedbackDemos.Digits, Pictures: true, HasLongForm: true),
        new("feedback-teaching", "minutes", "SA-3: three hidden layers with and without the intracellular teaching signal.", 3, FeedbackDemos.Teaching, Pictures: true),
        new("feedback-deep", "minutes", "SA-4: ten hidden layers; learning nine layers below the last.", 5, FeedbackDemos.Deep, Pictures: true),
        new("feedback-alignment", "15 s", "SA-5: the angle between fixed feedback and the gradient, layer by layer.", 3, FeedbackDemos.Alignment, Pictures: true),
        new("regression", "half a minute", "DC-2: three layers of DECOLLE follow a ramp, a fast and a slow sine.", 1, RegressionDemo.Run),
        new("bptt-digits", "2 minutes", "Back-propagation through time, 784-1000-10, on 10,000 pictures of digits; the long form takes all of MNIST.", 1, BpttDemo.Run, Pictures: true, HasLongForm: true),
        new("memory", "5 s", "ZH-4: memory held while learning from clips of 20 to 200 steps, online rules and back-propagation.", 1, MemoryDemo.Run, Chance: DemoChance.None),
        new("current-step", "minutes", "ZH-2: simulated digits in motion by current-step training, with its two accelerations and without.", 3, CurrentStepDemo.Run),
    ];
}
