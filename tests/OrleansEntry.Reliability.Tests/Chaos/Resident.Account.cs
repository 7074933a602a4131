using OrleansEntry.Reliability.Tests.Journey;

namespace OrleansEntry.Reliability.Tests.Chaos;

// The beginning and the end: opening an account, and telling what there is when all is over.
internal sealed partial class Resident
{
    private const int Hands = 2;

    /// <summary>Opens an account, by two hands at once through both gateways, and tries again when that fails.</summary>
    /// <param name="person">Who.</param>
    /// <exception cref="TimeoutException">It never worked.</exception>
    public async Task Arrive(Person person)
    {
        Person = person;
        _passcodes.Add(person.Passcode);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var begun = (await Task.WhenAll(Enumerable.Range(0, attempt == 0 ? Hands : 1).Select(_ => Begin(NewClient())))).OfType<Begun>()
                .ToArray();
            var verified = new List<Operation>();
            foreach (var code in await stage.CodesFor(person.Identifier, begun.Length))
                foreach (var one in begun)
                    verified.Add(await Verify(one, code));
            if (verified.Any(operation => operation.Outcome is Outcome.Ok)) return;
        }

        throw new TimeoutException($"{person.Identifier} could not open an account.");
    }

    private async Task<Begun?> Begin(EntryClient client)
    {
        var body = new { identifier = Person.Identifier, passcode = Passcode };
        try
        {
            var offered = await client.Post("v1/registrations", body);
            if (offered.Verdict != "202 check") return null;

            var check = new { id = offered.Get("check").GetProperty("id").GetString(), kind = "proof-of-work",
                answer = EntryClient.Solve(offered) };
            var begun = await client.Post("v1/registrations", new { body.identifier, body.passcode, check });
            return begun.Verdict == "202 verify-identifier" ? new Begun(client, begun["registrationId"]!) : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private Task<Operation> Verify(Begun begun, string code)
    {
        var asked = Asked(Act.Register, begun.Client) with { Passcode = Passcode };
        return Record(asked, begun.Client, async () =>
        {
            var answer = await begun.Client.Post($"v1/registrations/{begun.Id}/verification", new { code });
            return Judge(asked, answer) with { Account = answer["accountId"] };
        });
    }

    /// <summary>When all is quiet: shows every session once more, enters, and reads the log.</summary>
    public async Task<Evidence> Close()
    {
        foreach (var (session, client) in _live.ToArray()) await Check(session, Again(client));
        foreach (var (session, client) in _ended.TakeLast(12)) await Check(session, Again(client));
        await ComeHome();
        await Stranger();

        var (inside, account) = await Inside();
        var log = await ActivityLog.Of(inside);
        var listed = (await inside.Get("v1/sessions")).Is("200").Get("sessions").EnumerateArray()
            .Select(one => one.GetProperty("id").GetString()!);
        var verdict = await stage.Verify(log.Export);
        var evidence = new Evidence
        {
            Who = Person.Identifier, Account = account, Intact = verdict.Exit == 0, Said = verdict.Said,
            Head = log.Head.GetProperty("sequence").GetInt64(),
            Log = [.. log.Entries.Select(LogEntry.Read)], Listed = [.. listed], Networks = [.. Networks],
        };
        return evidence with { Mails = await stage.MailsTo(evidence) };
    }

    // The person's own device shows what passcode there is; with each that it may be, if need be.
    private async Task ComeHome()
    {
        foreach (var passcode in _passcodes.ToArray().Reverse())
        {
            var client = _home is null ? NewClient() : Again(_home);
            var factor = TakeFactor(preferTotp: false);
            var done = await Enter(Act.Enter, client, passcode, factor);
            Settle(done, client, factor);
            if (done.PasscodeWasRight is true) return;
        }
    }

    // Somebody on a new device who has the passcode: a wait that is over must not stop them.
    private async Task Stranger()
    {
        var client = NewClient();
        var done = await Enter(Act.Enter, client, Passcode, null);
        Settle(done, client, null);
    }

    private async Task<(EntryClient Client, string Account)> Inside()
    {
        for (var attempt = 0; ; attempt++)
        {
            foreach (var (session, client) in _live)
                if (await Check(session, Again(client)) is { Outcome: Outcome.Ok, Account: { } account }) return (Again(client), account);
            if (attempt == 3) throw new InvalidOperationException($"{Person.Identifier} can not get in any more.");

            // The code of the present step may be used up: the next one is not.
            if (Person.Phone is { } phone && Person.RecoveryCodes.Count == 0)
                await Task.Delay(phone.LeftAt(stage.History.Now), TimeProvider.System);
            await ComeHome();
        }
    }

    private sealed record Begun(EntryClient Client, string Id);
}
