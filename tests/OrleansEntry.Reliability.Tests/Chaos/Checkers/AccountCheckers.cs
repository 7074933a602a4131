namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>Whose account it is, and what opens it.</summary>
internal static class AccountCheckers
{
    /// <summary>I-12: after an acknowledged change the passcode before it opens nothing any more, and the one that holds does. No passcode
    /// is ever chosen twice, so each has one time to be right in.</summary>
    public static IEnumerable<string> Passcodes(IReadOnlyList<Operation> history)
    {
        foreach (var person in history.GroupBy(o => o.Who))
        {
            var changes = person.Where(o => o.Act is Act.ChangePasscode).ToArray();
            foreach (var shown in person.Where(o => o is { Act: Act.Enter, PasscodeWasRight: not null }))
            {
                var over = changes.FirstOrDefault(c => c.Outcome is Outcome.Ok && c.Before == shown.Passcode && c.To < shown.From);
                if (shown.PasscodeWasRight is true && over is not null) yield return $"I-12: a former passcode opens: {shown} after {over}";
                if (shown.PasscodeWasRight is true) continue;

                var holds = person.Any(o => o.Act is Act.Register or Act.ChangePasscode && o.Outcome is Outcome.Ok
                    && o.Passcode == shown.Passcode && o.To < shown.From);
                var mayBeOver = changes.Any(c => c.Outcome is not Outcome.Refused && c.Before == shown.Passcode && c.From < shown.To);
                if (holds && !mayBeOver) yield return $"I-12: the passcode that holds does not open: {shown}";
            }
        }
    }

    /// <summary>I-13: one identifier leads to one account, ever, and was opened once; and no account belongs to two.</summary>
    public static IEnumerable<string> OneAccount(IReadOnlyList<Operation> history, IReadOnlyList<Evidence> evidence)
    {
        var pairs = history.Where(o => o.Account is not null).Select(o => (o.Who, Account: o.Account!))
            .Concat(evidence.Where(e => e.Account.Length > 0).Select(e => (e.Who, e.Account))).Distinct().ToArray();
        foreach (var many in pairs.GroupBy(p => p.Who).Where(same => same.Count() > 1))
            yield return $"I-13: {many.Key} has {many.Count()} accounts.";
        foreach (var many in pairs.GroupBy(p => p.Account).Where(same => same.Count() > 1))
            yield return $"I-17: {many.Key} was shown to {many.Count()} people.";
        foreach (var person in evidence.Where(e => e.Count("account.opened") != 1))
            yield return $"I-13: the account of {person.Who} was opened {person.Count("account.opened")} times.";
    }

    /// <summary>I-17: nobody sees anything of somebody else. Every network belongs to one person.</summary>
    public static IEnumerable<string> Crosstalk(IReadOnlyList<Operation> history, IReadOnlyList<Evidence> evidence)
    {
        foreach (var other in history.Where(o => o.Verdict == "200 other-session")) yield return $"I-17: {other} showed another session.";
        foreach (var person in evidence)
            foreach (var entry in person.Log.Where(e => !person.Networks.Contains(e.Network)))
                yield return $"I-17: the log of {person.Who} tells of a network that is not theirs: {entry}";
    }
}
