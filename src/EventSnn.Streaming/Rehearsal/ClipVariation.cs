using EventSnn.Events.Binning;
using EventSnn.Events.Random;

namespace EventSnn.Streaming.Rehearsal;

/// <summary>Makes a variation of a piece of a clip.</summary>
/// <param name="source">The clip.</param>
/// <param name="start">The first step of the piece.</param>
/// <param name="length">How many steps it has.</param>
/// <param name="random">Where every draw comes from.</param>
/// <param name="destination">Is cleared and filled; may end up shorter.</param>
public delegate void ClipVariation(StepSequence source, int start, int length, RandomStream random, StepSequence destination);
