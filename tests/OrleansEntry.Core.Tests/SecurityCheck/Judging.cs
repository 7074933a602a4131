using OrleansEntry.Core.SecurityCheck;

namespace OrleansEntry.Core.Tests.SecurityCheck;

internal static class Judging
{
    /// <summary>Judges an answer that came half a minute after its challenge.</summary>
    public static CheckVerdict JudgeSoon(this ExpectedAnswer expected, string answer) =>
        expected.Judge(answer, TimeSpan.FromSeconds(30)).Verdict;
}
