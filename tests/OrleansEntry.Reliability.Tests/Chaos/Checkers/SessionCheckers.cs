namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>Who is in, by what, and until when.</summary>
internal static class SessionCheckers
{
    /// <summary>I-08: every session that was given out has exactly one entry, every entry one session; and what lives is what began and did
    /// not end.</summary>
    public static IEnumerable<string> Sessions(IReadOnlyList<Operation> history, IReadOnlyList<Evidence> evidence)
    {
        foreach (var person in evidence)
        {
            var entries = history.Where(o => o.Who == person.Who && o.Act is Act.Enter or Act.Guess).ToArray();
            var told = entries.Where(o => o.Outcome is Outcome.Ok).Select(o => o.Session!).ToArray();
            var logged = person.Log.Where(e => e.Kind == "entry.admitted").Select(e => e.Session!).ToArray();
            foreach (var twice in told.GroupBy(id => id).Where(same => same.Count() > 1))
                yield return $"I-08: {person.Who} was given session {twice.Key} twice.";
            foreach (var twice in logged.GroupBy(id => id).Where(same => same.Count() > 1))
                yield return $"I-08: session {twice.Key} is logged twice.";
            foreach (var lost in told.Except(logged)) yield return $"I-08: {person.Who} was given session {lost}, no entry tells of it.";

            // An attempt without an answer may have begun a session that nobody knows of.
            var unknown =
                entries.Sum(o => o.Outcome is Outcome.Ok ? o.Attempts - 1 : o.Outcome is Outcome.Unknown
                || o.Attempts > 1 ? o.Attempts : 0);
            var unasked = logged.Except(told).Count();
            if (unasked > unknown) yield return $"I-08: {unasked} sessions of {person.Who} were given to nobody, {unknown} may have been.";

            var ended = person.Log.Where(e => e.Kind == "session.ended").Select(e => e.Session!).ToHashSet();
            foreach (var id in person.Listed.Where(id => !logged.Contains(id) || ended.Contains(id)))
                yield return $"I-08: session {id} lives, and should not.";
            foreach (var id in logged.Where(id => !ended.Contains(id) && !person.Listed.Contains(id)))
                yield return $"I-08: session {id} is gone without an entry.";
        }
    }

    /// <summary>I-09 and I-14: nobody is admitted without the factors that the account has at the time; a passcode that was accepted admits
    /// at most once; and no guess opens.</summary>
    public static IEnumerable<string> Order(IReadOnlyList<Operation> history, IReadOnlyList<Evidence> evidence)
    {
        foreach (var open in history.Where(o => o is { Act: Act.Guess or Act.Flood, Outcome: Outcome.Ok }))
            yield return $"I-09: a guess opened: {open}";
        foreach (var person in evidence)
        {
            var (enrolled, accepted) = (false, 0);
            foreach (var entry in person.Log)
            {
                enrolled = entry.Kind == "totp.enrolled" || (enrolled && entry.Kind != "totp.removed");
                if (entry.Kind == "entry.passcode-accepted") accepted++;
                if (entry.Kind != "entry.admitted") continue;

                var withFactor = entry.Detail is "passcode+totp" or "passcode+recovery-code";
                if (withFactor != enrolled)
                    yield return $"I-09: {person.Who} was admitted by {entry}, {(enrolled ? "with" : "without")} an authenticator.";
                if (withFactor && --accepted < 0) yield return $"I-14: {person.Who}: no accepted passcode is left for {entry}";
            }
        }
    }

    /// <summary>I-10: a session (or a token of one) that was ended opens nothing any more, at any gateway, for whoever asks later than the
    /// bound after the acknowledgement.</summary>
    public static IEnumerable<string> Ended(IReadOnlyList<Operation> history, TimeSpan bound)
    {
        foreach (var end in history.Where(o => o is { Outcome: Outcome.Ok, Ends.Length: > 0 }))
            foreach (var alive in history.Where(o => o is { Act: Act.Check, Outcome: Outcome.Ok } && o.Who == end.Who
                && end.Ends.Contains(o.Session) && o.From > end.To + bound))
                yield return $"I-10: {(alive.From - end.To).TotalSeconds:0.0} s after {end}: {alive}";
    }
}
