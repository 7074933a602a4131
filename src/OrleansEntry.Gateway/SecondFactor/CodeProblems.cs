namespace OrleansEntry.Gateway.SecondFactor;

/// <summary>Says why a code was refused, so that the person knows what to do next.</summary>
internal static class CodeProblems
{
    /// <summary>The refusal of a code.</summary>
    /// <param name="reason"><c>wrong</c>, <c>used</c> or <c>clock</c>, as grains say it.</param>
    /// <param name="clockOffSeconds">With <c>clock</c>: how far the phone is ahead; negative when it is behind.</param>
    public static Problem From(string reason, int? clockOffSeconds) => reason switch
    {
        "used" => new Problem(Problems.CodeUsed),
        "clock" when clockOffSeconds is { } off => new Problem(Problems.ClockOff)
            .Saying($"The clock of your phone seems to be {InWords(off)}. Set it to automatic and use the next code.")
            .With("clockOffSeconds", off),
        "clock" => new Problem(Problems.ClockOff),
        _ => new Problem(Problems.CodeRefused),
    };

    private static string InWords(int off)
    {
        var seconds = Math.Abs((long)off);
        var direction = off < 0 ? "behind" : "ahead";
        return seconds switch
        {
            < 90 => $"about {seconds} seconds {direction}",
            < 5400 => $"about {Math.Round(seconds / 60d):0} minutes {direction}",
            _ => $"about {Math.Round(seconds / 3600d):0} hours {direction}",
        };
    }
}
