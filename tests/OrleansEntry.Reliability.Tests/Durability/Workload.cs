namespace OrleansEntry.Reliability.Tests.Durability;

/// <summary>One person's doings while the server may die at any moment.
/// What was acknowledged is in the ledger before the next step.</summary>
internal sealed class Workload(Entrance entrance, SeededDice dice, Action acknowledged)
{
    /// <summary>The people and what they were told.</summary>
    public List<Ledger> Ledgers { get; } = [];

    /// <summary>Goes on until the server answers no more.</summary>
    public async Task Run()
    {
        try
        {
            if (Ledgers.Count == 0 || dice.Roll(3) == 0) await Register();
            while (true) await Step(Ledgers[dice.Roll(Ledgers.Count)]);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or TimeoutException)
        {
            // The server is dead: whatever was asked for last is unknown, and the ledger says so already.
        }
    }

    private async Task Register()
    {
        var home = entrance.NewClient();
        var ledger = new Ledger(await entrance.Register(home), home);
        Ledgers.Add(ledger);
        acknowledged();
        await Enter(ledger);
    }

    private Task Step(Ledger ledger) => dice.Roll(12) switch
    {
        < 3 => Enter(ledger),
        < 5 => Guess(ledger),
        5 => Task.WhenAll(Guess(ledger), Enter(ledger)),
        < 8 => Leave(ledger),
        < 10 => ChangePasscode(ledger),
        _ => Enrol(ledger),
    };

    private async Task Enter(Ledger ledger)
    {
        var client = new[] { entrance.Again(ledger.Home), entrance.NewClient() }[dice.Roll(2)];
        client.Token = null;
        string? code = null;

        // Fewer sessions than an account may have, so that none is ended for being the oldest; and a code is kept for the audit.
        if (ledger.Live.Count >= 8 || (ledger.Enrolled == true && ledger.Person.RecoveryCodes.Count < 2)) return;
        if (ledger.Enrolled == true) code = ledger.Person.RecoveryCodes.Dequeue();

        ledger.MaybeAdmitted++;
        if (code is not null) ledger.MaybeUsed.Add(code);
        var (last, _) = await client.Enter(ledger.Person.Identifier, ledger.Person.Passcode, "recovery-code", code);
        ledger.MaybeAdmitted--;
        if (code is not null) ledger.MaybeUsed.Remove(code);

        if (last.Verdict == "200 done")
        {
            if (code is not null) ledger.Use(code);
            ledger.Admit(last, client);
            if (ledger.Admitted.Count == 1) ledger.Home = client;
        }
        else
        {
            // Strangers made strangers wait; the code was not looked at.
            last.Is("429 wait");
            if (code is not null) ledger.Person.RecoveryCodes.Enqueue(code);
        }

        acknowledged();
    }

    private async Task Guess(Ledger ledger)
    {
        var thief = entrance.NewClient();
        ledger.MaybeRefused++;
        var last = (await thief.Enter(ledger.Person.Identifier, $"a guess of the {dice.Roll(1000)}th kind")).Last;
        ledger.MaybeRefused--;

        if (last.Problem == "not-admitted") ledger.Refused++;
        else last.Is("429 wait");
        acknowledged();
    }

    private async Task Leave(Ledger ledger)
    {
        if (ledger.Live.Count < 2) return;

        var (id, client) = ledger.Live.ElementAt(dice.Roll(ledger.Live.Count));
        ledger.Live.Remove(id);
        var ended = entrance.Again(client);
        (await client.Delete("v1/session")).Is("204");
        ledger.Ended.Add(ended);
        acknowledged();
    }

    private async Task ChangePasscode(Ledger ledger)
    {
        // With a factor enrolled, only the session that enrolled or one that showed a factor may.
        if (ledger.Live.Count == 0 || ledger.Enrolled is null) return;

        var (id, client) = ledger.Live.ElementAt(dice.Roll(ledger.Live.Count));
        var others = ledger.Live.Where(other => other.Key != id).ToArray();
        var before = entrance.Again(client);
        var (old, chosen) = (ledger.Person.Passcode, $"a heron swims in milk {dice.Roll(1_000_000)}");
        ledger.MaybePasscode = chosen;
        ledger.Live.Clear();
        var answer = await client.Put("v1/passcode", new { current = old, @new = chosen });
        ledger.MaybePasscode = null;
        ledger.Live.Add(id, client);

        if (answer.Status == 200)
        {
            ledger.Person.Passcode = chosen;
            ledger.OldPasscodes.Enqueue(old);
            ledger.Ended.AddRange([before, .. others.Select(other => other.Value)]);
        }
        else
        {
            answer.Is("403 confirmation-due", "429 wait");
            foreach (var (other, its) in others) ledger.Live.Add(other, its);
        }

        acknowledged();
    }

    private async Task Enrol(Ledger ledger)
    {
        if (ledger.Live.Count == 0 || ledger.Enrolled != false) return;

        var (id, client) = ledger.Live.First();
        var before = entrance.Again(client);
        ledger.Live.Remove(id);
        ledger.Enrolled = null;
        var answer = await entrance.Enrol(client, ledger.Person);
        ledger.Enrolled = true;
        ledger.Live.Add(id, client);
        ledger.Ended.Add(before);
        Assert.Equal(id, answer.Get("session").GetProperty("id").GetString());
        acknowledged();
    }
}
