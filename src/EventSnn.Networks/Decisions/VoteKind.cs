namespace EventSnn.Networks.Decisions;

/// <summary>How the scores of many steps become one decision.</summary>
public enum VoteKind
{
    /// <summary>Every step votes for its best class; the most frequent class wins, ties go to the class that was seen first (DECOLLE's reference).</summary>
    Majority,

    /// <summary>The scores of all steps are added up; the largest sum wins.</summary>
    SummedScores,

    /// <summary>The scores of the last step alone, which tell of all steps before: those of a network with a clip readout.</summary>
    Latest,
}
