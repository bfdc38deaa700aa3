namespace EventSnn.Live.CatchUp;

/// <summary>What a live pipeline does when the machine cannot follow the camera.</summary>
public enum CatchUpPolicy
{
    /// <summary>Every step is taken, however late; what the queue before the pipeline cannot hold is lost there. Right for recordings played faster than real time.</summary>
    Wait,

    /// <summary>Event time is passed over, so that what is said is about now.</summary>
    Skip,

    /// <summary>First the model's labelled steps stop learning, which makes them cheaper; where that is not enough, time is passed over.</summary>
    Spare,
}
