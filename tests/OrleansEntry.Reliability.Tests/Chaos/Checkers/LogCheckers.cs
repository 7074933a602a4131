namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>What was acknowledged is in the log, and what is in the log was told.</summary>
internal static class LogCheckers
{
    private static readonly (string Subject, Func<LogEntry, bool> Is)[] Due =
    [
        ("Your passcode was changed", entry => entry.Kind == "passcode.changed"),
        ("Your authenticator is set up", entry => entry.Kind == "totp.enrolled"),
        ("Your recovery codes were renewed", entry => entry.Kind == "recovery-codes.renewed"),
        ("A recovery code was used", entry => entry is { Kind: "entry.admitted", Detail: "passcode+recovery-code" }),
    ];

    /// <summary>I-07 and, as far as it can be seen from outside, I-20: the chain verifies, and its sequence has no gap, no duplicate and no
    /// second branch, as a silo that wrote on after it was given up would leave behind.</summary>
    public static IEnumerable<string> Chain(IReadOnlyList<Evidence> evidence)
    {
        foreach (var person in evidence)
        {
            if (!person.Intact) yield return $"I-07: the log of {person.Who} does not verify: {person.Said}";
            if (!person.Log.Select(entry => entry.Sequence).SequenceEqual(Enumerable.Range(1, person.Log.Length).Select(i => (long)i)))
                yield return $"I-07: the log of {person.Who} has a gap or a duplicate.";
            if (person.Head != person.Log.Length)
                yield return $"I-07: the head of {person.Who} is {person.Head}, the log has {person.Log.Length} entries.";
        }
    }

    /// <summary>I-19: every success that a client was told of left its entry.</summary>
    public static IEnumerable<string> Durable(IReadOnlyList<Operation> history, IReadOnlyList<Evidence> evidence)
    {
        foreach (var person in evidence)
        {
            var told = history.Where(o => o.Who == person.Who && o.Outcome is Outcome.Ok).ToArray();
            foreach (var (act, kind) in Kinds)
            {
                var (acknowledged, stored) = (told.Count(o => o.Act == act), person.Count(kind));
                if (stored < acknowledged)
                    yield return $"I-19: {person.Who} was told of {acknowledged} × {act}, the log has {stored} × {kind}.";
            }

            var ended = person.Log.Where(e => e.Kind == "session.ended").Select(e => e.Session).ToHashSet();
            foreach (var end in told.Where(o => o.Act is Act.Leave && !ended.Contains(o.Session)))
                yield return $"I-19: no entry tells of {end}";

            // A session that was given out lives until the log says that it ended.
            var begun = told.Where(o => o.Act is Act.Enter).Select(o => o.Session).ToHashSet();
            foreach (var gone in history.Where(o => o.Who == person.Who && o is { Act: Act.Check, Verdict: "401 no-session" }))
                if (begun.Contains(gone.Session) && !ended.Contains(gone.Session))
                    yield return $"I-19: a session that never ended is gone: {gone}";
        }
    }

    /// <summary>I-18: an operation of one idempotency key is applied at most once, however often it was sent. Registrations are left out:
    /// two hands may ask for one account.</summary>
    public static IEnumerable<string> Retries(IReadOnlyList<Operation> history, IReadOnlyList<Evidence> evidence)
    {
        foreach (var person in evidence)
            foreach (var (act, kind) in Kinds)
            {
                var asked = history.Count(o => o.Who == person.Who && o.Act == act && (o.Outcome is not Outcome.Refused || o.Attempts > 1));
                if (person.Count(kind) > asked)
                    yield return $"I-18: {person.Who} asked {asked} times for {act}, the log has {person.Count(kind)} × {kind}.";
            }
    }

    /// <summary>I-21 and I-20: every security event of the log was mailed, and no mail tells of anything that is not in it.</summary>
    public static IEnumerable<string> Notices(IReadOnlyList<Operation> history, IReadOnlyList<Evidence> evidence)
    {
        foreach (var person in evidence)
            foreach (var (subject, isIt) in Due)
            {
                var (mailed, happened) = (person.Mails.Count(mail => mail == subject), person.Log.Count(isIt));
                if (mailed != happened) yield return $"I-21: {person.Who} got {mailed} × \"{subject}\", it happened {happened} times.";
            }
    }

    private static readonly (Act Act, string Kind)[] Kinds =
    [
        (Act.Enter, "entry.admitted"), (Act.ChangePasscode, "passcode.changed"), (Act.Enrol, "totp.enrolled"),
        (Act.Renew, "recovery-codes.renewed"),
    ];
}
