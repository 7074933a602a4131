namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>Codes of second factors, each good for one entry.</summary>
internal static class FactorCheckers
{
    /// <summary>I-01: a recovery code leads to at most one success, ever.</summary>
    public static IEnumerable<string> RecoveryCodes(IReadOnlyList<Operation> history) =>
        history.Where(o => o is { Act: Act.Enter, Outcome: Outcome.Ok, Method: "recovery-code" })
            .GroupBy(o => (o.Who, o.Code)).Where(same => same.Count() > 1)
            .Select(same => $"I-01: {same.Key.Who} entered {same.Count()} times by one recovery code: {string.Join(" and ", same)}");

    /// <summary>I-02: for one seed the accepted time step strictly increases.</summary>
    public static IEnumerable<string> TimeSteps(IReadOnlyList<Operation> history)
    {
        foreach (var seed in history.Where(o => o is { Act: Act.Enter, Outcome: Outcome.Ok, Method: "totp" }).GroupBy(o => o.Seed))
        {
            var accepted = seed.OrderBy(o => o.From).ToArray();
            for (var i = 0; i < accepted.Length; i++)
            {
                // Of two at the same time either may have been first; of two of one step none.
                var wrong = accepted[..i].Where(o => o.Step == accepted[i].Step || (o.To < accepted[i].From && o.Step > accepted[i].Step));
                foreach (var before in wrong)
                    yield return $"I-02: step {accepted[i].Step} was accepted after {before.Step}: {before} and {accepted[i]}";
            }
        }
    }
}
