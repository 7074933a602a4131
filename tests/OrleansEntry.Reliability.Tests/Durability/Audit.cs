using OrleansEntry.Reliability.Tests.Journey;

namespace OrleansEntry.Reliability.Tests.Durability;

/// <summary>Holds what the server knows after a restart against what it acknowledged before.</summary>
internal static class Audit
{
    /// <summary>Checks one person's ledger, and finds out what was unknown of the passcode and the second factor.</summary>
    /// <returns>The person's log, for the offline check; <see langword="null"/> when nobody can get at it for now.</returns>
    public static async Task<ActivityLog?> Check(Entrance entrance, Ledger ledger)
    {
        foreach (var (id, client) in ledger.Live.ToArray()) ledger.Live[id] = entrance.Again(client);
        ledger.Home = entrance.Again(ledger.Home);
        await CheckSessions(entrance, ledger);
        if (await EnterAgain(entrance, ledger) is not { } inside) return null;

        await CheckSecondFactors(ledger, inside);
        var log = await ActivityLog.Of(inside);
        await CheckLog(ledger, inside, log);
        return log;
    }

    // Acknowledged sessions are there, ended ones are not.
    private static async Task CheckSessions(Entrance entrance, Ledger ledger)
    {
        foreach (var (id, client) in ledger.Live)
            Assert.Equal(id, (await client.Get("v1/session")).Is("200").Get("session").GetProperty("id").GetString());
        foreach (var ended in ledger.Ended) (await entrance.Again(ended).Get("v1/session")).Is("401 no-session");
    }

    // The acknowledged passcode opens and the one before it does not; of an unanswered change, one of the two does.
    private static async Task<EntryClient?> EnterAgain(Entrance entrance, Ledger ledger)
    {
        var client = ledger.Home;
        client.Token = null;

        // Only a device that the account knows is sure not to be held off by what strangers did.
        if (ledger.Admitted.Count == 0 && (await client.Begin(ledger.Person.Identifier)).Problem == "wait") return null;

        if (ledger.OldPasscodes.TryDequeue(out var old)) Assert.False(await Try(entrance, client, ledger, old));
        var maybe = ledger.MaybePasscode;
        ledger.MaybePasscode = null;
        if (maybe is not null && await Try(entrance, client, ledger, maybe))
            ledger.Person.Passcode = maybe;
        else
            Assert.True(await Try(entrance, client, ledger, ledger.Person.Passcode), "The acknowledged passcode does not open.");
        return client;
    }

    private static async Task<bool> Try(Entrance entrance, EntryClient client, Ledger ledger, string passcode)
    {
        var (last, id) = await client.Enter(ledger.Person.Identifier, passcode);
        if (last.Problem == "not-admitted")
        {
            ledger.Refused++;
            return false;
        }

        last.Is("200 done", "200 second-factor", "201 second-factor");
        if (last.Next == "done")
        {
            Assert.NotEqual(true, ledger.Enrolled);
            (ledger.Enrolled, ledger.Person.Phone) = (false, null);
            ledger.Admit(last, client);
            return true;
        }

        Assert.NotEqual(false, ledger.Enrolled);
        await PassSecondFactor(entrance, client, ledger, id!);
        return true;
    }

    // The code that enrolled opens nothing, nor does a recovery code that was used.
    private static async Task PassSecondFactor(Entrance entrance, EntryClient client, Ledger ledger, string entryId)
    {
        (await client.SecondFactor(entryId, "totp", ledger.Person.EnrolledWith!)).Is("401 code-used", "429 wait");
        if (ledger.Used.Count > 0) (await client.SecondFactor(entryId, "recovery-code", ledger.Used[^1])).Is("401 code-refused");

        if (ledger.Person.RecoveryCodes.TryDequeue(out var code))
        {
            ledger.Admit((await client.SecondFactor(entryId, "recovery-code", code)).Is("200 done"), client);
            ledger.Use(code);
            return;
        }

        // Enrolled without an answer: the recovery codes never arrived, and the way in is the phone.
        Assert.Null(ledger.Enrolled);
        var phone = ledger.Person.Phone!;
        ledger.Admit((await client.SecondFactor(entryId, "totp", phone.CodeAt(await entrance.Now(phone)))).Is("200 done"), client);
        ledger.Enrolled = true;
        ledger.Renew((await client.Post("v1/recovery-codes", new { })).Is("201"));
    }

    private static async Task CheckSecondFactors(Ledger ledger, EntryClient client)
    {
        var factors = (await client.Get("v1/session")).Is("200").Get("secondFactor");
        Assert.Equal(ledger.Enrolled, factors.GetProperty("totp").GetBoolean());
        if (ledger.Enrolled != true) return;

        Assert.InRange(
            factors.GetProperty("recoveryCodesLeft").GetInt32(), 10 - ledger.UsedOfSet - ledger.MaybeUsed.Count, 10 - ledger.UsedOfSet);
        if (ledger.Person.RecoveryCodes.Count < 6) ledger.Renew((await client.Post("v1/recovery-codes", new { })).Is("201"));
    }

    // Each session has one admission, each acknowledged refusal an entry, and nothing is there that nobody asked for.
    private static async Task CheckLog(Ledger ledger, EntryClient client, ActivityLog log)
    {
        var admitted = log.SessionsOf("entry.admitted");
        Assert.Equal(admitted.Length, admitted.Distinct().Count());
        Assert.Subset(admitted.ToHashSet(), ledger.Admitted);
        Assert.InRange(admitted.Length, ledger.Admitted.Count, ledger.Admitted.Count + ledger.MaybeAdmitted);
        Assert.InRange(log.Count("entry.passcode-refused"), ledger.Refused, ledger.Refused + ledger.MaybeRefused);
        Assert.Equal(1, log.Count("account.opened"));

        var listed = (await client.Get("v1/sessions")).Get("sessions").EnumerateArray()
            .Select(session => session.GetProperty("id").GetString()!).ToHashSet();
        Assert.Subset(admitted.ToHashSet(), listed);
        Assert.Subset(listed, ledger.Live.Keys.ToHashSet());
        Assert.Equal(log.Head.GetProperty("hash").GetString(), (await client.Get("v1/activity/head"))["hash"]);
    }
}
