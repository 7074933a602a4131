#if DEBUG
namespace OrleansEntry.Grains;

/// <summary>Faults that the reliability suite plants to prove that it would notice them. They exist in debug builds alone, and there
/// only when the environment names one.</summary>
internal static class PlantedFault
{
    private const string Variable = "ENTRY_PLANTED_FAULT";

    private static readonly string? Planted = Environment.GetEnvironmentVariable(Variable);

    /// <summary>A wrong guess is answered before it is counted, so that guesses made meanwhile do not see it.</summary>
    public static bool CountsAfterVerify => Planted == "count-after-verify";

    /// <summary>The last accepted time step is forgotten.</summary>
    public static bool ForgetsSteps => Planted == "forget-steps";

    /// <summary>A change is answered before it is stored.</summary>
    public static bool AnswersBeforeWrite => Planted == "answer-before-write";

    /// <summary>Long enough for an answer to arrive and for the process to be killed.</summary>
    public static TimeSpan Late { get; } = TimeSpan.FromSeconds(2);
}
#endif
