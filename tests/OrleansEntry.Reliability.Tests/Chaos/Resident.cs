using OrleansEntry.Reliability.Tests.Durability;

namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>Somebody who has an account and uses it, and those who try to get in. All that is asked goes to the history;
/// what the resident believes is only what a person would remember.</summary>
internal sealed partial class Resident(ChaosStage stage, SeededDice dice, string flood)
{
    private readonly HttpClient _http = stage.NewHttp();
    private readonly Dictionary<string, EntryClient> _live = [];
    private readonly List<(string Session, EntryClient Client)> _ended = [];
    private readonly List<string> _passcodes = [];
    private EntryClient? _home;
    private bool? _enrolled = false;

    public Person Person { get; private set; } = null!;

    /// <summary>Where this person, and those who try to be this person, were.</summary>
    public HashSet<string> Networks { get; } = [];

    /// <summary>Does one thing, whatever the dice say.</summary>
    public Task Step() => dice.Roll(20) switch
    {
        < 5 => EnterSomehow(),
        < 7 => Guess(),
        7 => Task.WhenAll(Guess(), Guess(), Guess(), EnterSomehow()),
        8 => ShowOneCodeTwice(),
        < 13 => CheckSomeSession(),
        < 15 => Leave(),
        15 => ChangePasscode(),
        16 => _enrolled is false ? Enrol() : EnterSomehow(),
        17 => Renew(),
        18 => Flood(),
        _ => GuessFromHome(),
    };

    private string Passcode => _passcodes[^1];

    private EntryClient NewClient()
    {
        var network = stage.NewNetwork();
        Networks.Add(network);
        return new EntryClient(_http, network);
    }

    // What an operation does to a client is seen by nobody until it is over.
    private EntryClient Again(EntryClient client) => new(_http, client.Network) { Device = client.Device, Token = client.Token };

    private Operation Asked(Act act, EntryClient client) => new() { Who = Person.Identifier, Act = act, Network = client.Network };

    /// <summary>Does something and writes down what came of it. Whatever was asked for is in the operation beforehand.</summary>
    private async Task<Operation> Record(Operation asked, EntryClient client, Func<Task<Operation>> act)
    {
        var (from, extra) = (stage.History.Now, 0);
        client.Heard = answer => extra += GatewayRoute.AttemptsOf(answer) - 1;
        Operation done;
        try
        {
            done = await act();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            done = asked with { Outcome = Outcome.Unknown, Verdict = e.GetType().Name };
            extra += GatewayRoute.MaxAttempts - 1;
        }
        finally
        {
            client.Heard = null;
        }

        done = done with { From = from, To = stage.History.Now, Attempts = 1 + extra };
        if (done is { Outcome: Outcome.Refused, Attempts: > 1 } && !IsSure(done)) done = done with { Outcome = Outcome.Unknown };
        stage.History.Add(done);
        return done;
    }

    private static Operation Judge(Operation asked, Answer answer) => asked with
    {
        Verdict = answer.Verdict,
        Outcome = answer.Status < 300 ? Outcome.Ok
            : answer.Status == 503 || answer.Problem == "idempotency-in-progress" ? Outcome.Unknown
            : Outcome.Refused,
    };

    // A request that was sent again may be refused because its first attempt was not.
    private static bool IsSure(Operation done) => done.Act is Act.Check || done.Verdict is "429 wait"
        || (done.Verdict is "401 not-admitted" && done.Act is not Act.ChangePasscode);

    private async Task EnterSomehow()
    {
        if (_live.Count >= 8) return;

        var client = _home is not null && dice.Roll(3) > 0 ? Again(_home) : NewClient();
        var factor = TakeFactor(preferTotp: dice.Roll(2) == 0);
        Settle(await Enter(Act.Enter, client, Passcode, factor), client, factor);
    }

    private async Task ShowOneCodeTwice()
    {
        if (_enrolled is false || _live.Count >= 8 || _home is null || TakeFactor(preferTotp: dice.Roll(2) == 0) is not { } factor) return;

        var (one, other) = (Again(_home), Again(_home));
        var both = await Task.WhenAll(Enter(Act.Enter, one, Passcode, factor), Enter(Act.Enter, other, Passcode, factor));
        Settle(both[0], one, factor);
        Settle(both[1], other, both[0].Outcome is Outcome.Refused ? factor : null);
    }

    private async Task<Operation> Enter(Act act, EntryClient client, string passcode, Factor? factor)
    {
        client.Token = null;
        var asked = Asked(act, client) with
        {
            Passcode = passcode, Method = factor?.Method, Code = factor?.Code, Seed = factor?.Seed, Step = factor?.Step,
        };
        return await Record(asked, client, async () =>
        {
            var answer = await client.Begin(Person.Identifier, passcode);
            var id = answer["entryId"];
            if (answer is { Status: 201, Next: "check" })
            {
                answer = await client.AnswerCheck(id!, answer);
                if (answer is { Status: 200, Next: "passcode" }) answer = await client.Passcode(id!, passcode);
            }

            bool? right = answer is { Status: < 300, Next: "done" or "second-factor" } ? true : answer.Problem == "not-admitted" ? false
                : null;
            if (answer is { Status: < 300, Next: "second-factor" } && factor is not null)
                answer = await client.SecondFactor(id!, factor.Method, factor.Code);
            var session = answer is { Status: < 300, Next: "done" } ? answer.Get("session").GetProperty("id").GetString() : null;
            var outcome = session is not null ? Outcome.Ok : answer.Status < 300 ? Outcome.Refused : Judge(asked, answer).Outcome;
            var shown = answer.Asked.EndsWith("/second-factor", StringComparison.Ordinal) ? factor : null;
            return asked with
            {
                Verdict = answer.Verdict, Outcome = outcome, PasscodeWasRight = right, Session = session, Method = shown?.Method,
            };
        });
    }

    // What the person learns from an entry.
    private void Settle(Operation done, EntryClient client, Factor? factor)
    {
        if (done is { PasscodeWasRight: true, Passcode: { } right }) _passcodes.RemoveAll(p => p != right);
        if (done is { PasscodeWasRight: false } && _passcodes.Count > 1) _passcodes.Remove(done.Passcode!);
        if (done.Verdict is "200 second-factor" or "201 second-factor" || done.Verdict.StartsWith("401 code", StringComparison.Ordinal))
            _enrolled = true;
        if (done.Outcome is Outcome.Ok)
        {
            _enrolled = done.Method is not null;
            _live[done.Session!] = client;
            _home ??= client;
        }
        else if (done is { Outcome: Outcome.Refused } && factor is { Method: "recovery-code" }
            && !done.Verdict.StartsWith("401 code", StringComparison.Ordinal))
        {
            Person.RecoveryCodes.Enqueue(factor.Code);
        }
    }

    private async Task Guess()
    {
        var client = NewClient();
        await Enter(Act.Guess, client, $"a guess of the {dice.Roll(100_000)}th kind", null);
    }

    // Rarely: five of them make the person's own device wait.
    private Task GuessFromHome() => _home is null || dice.Roll(4) > 0
        ? CheckSomeSession()
        : Enter(Act.Guess, Again(_home), $"a slip of the {dice.Roll(100_000)}th kind", null);

    private async Task CheckSomeSession()
    {
        var checkEnded = _ended.Count > 0 && dice.Roll(3) == 0;
        if (!checkEnded && _live.Count == 0) return;

        // One that just ended is the one that a silo may not have heard of yet.
        var (session, client) = checkEnded ? _ended[^1] : _live.Select(one => (one.Key, one.Value)).ElementAt(dice.Roll(_live.Count));
        await Check(session, Again(client));
    }

    private Task<Operation> Check(string session, EntryClient client)
    {
        var asked = Asked(Act.Check, client) with { Session = session };
        return Record(asked, client, async () =>
        {
            var answer = await client.Get("v1/session");
            var done = Judge(asked, answer) with { Account = answer["accountId"] };
            var isOther = answer.Status == 200 && answer.Get("session").GetProperty("id").GetString() != session.Split('/')[0];
            return isOther ? done with { Verdict = "200 other-session" } : done;
        });
    }

    private async Task Leave()
    {
        if (_live.Count < 2) return;

        var (session, client) = _live.ElementAt(dice.Roll(_live.Count));
        _live.Remove(session);
        var (former, leaving) = (Again(client), Again(client));
        var asked = Asked(Act.Leave, client) with { Session = session, Ends = [session] };
        var done = await Record(asked, leaving, async () => Judge(asked, await leaving.Delete("v1/session")));
        if (done.Outcome is Outcome.Ok) _ended.Add((session, former));
    }

    private async Task ChangePasscode()
    {
        // Somebody who does not know the present one first has to enter.
        if (_live.Count == 0 || _passcodes.Count > 1) return;

        var (session, client) = _live.ElementAt(dice.Roll(_live.Count));
        var former = Again(client);
        var token = $"{session}/{stage.History.Count}";
        var others = _live.Where(one => one.Key != session).ToArray();
        var (old, chosen) = (Passcode, $"a heron swims in milk {dice.Roll(1_000_000_000)}");
        _live.Clear();
        var asked = Asked(Act.ChangePasscode, client) with
        {
            Session = session, Before = old, Passcode = chosen, Ends = [token, .. others.Select(one => one.Key)],
        };
        var done = await Record(asked, client,
            async () => Judge(asked, await client.Put("v1/passcode", new { current = old, @new = chosen })));
        switch (done.Outcome)
        {
            case Outcome.Ok:
                _passcodes[0] = chosen;
                _live[session] = client;
                _ended.Add((token, former));
                _ended.AddRange(others.Select(one => (one.Key, one.Value)));
                break;
            case Outcome.Unknown:
                _passcodes.Add(chosen);
                break;
            default:
                foreach (var (id, its) in others.Append(new(session, client))) _live[id] = its;
                break;
        }
    }

    private async Task Enrol()
    {
        if (_live.Count == 0) return;

        var (session, client) = _live.First();
        var former = Again(client);
        var token = $"{session}/{stage.History.Count}";
        var asked = Asked(Act.Enrol, client) with { Session = session, Ends = [token] };
        var (phone, codes) = ((Authenticator?)null, Array.Empty<string>());
        var done = await Record(asked, client, async () =>
        {
            var begun = await client.Post("v1/second-factors/totp", new { stepSeconds = 30 });
            if (begun.Status != 201) return Judge(asked, begun);

            phone = Authenticator.Scan(begun["uri"]!);
            var confirmed = await client.Post("v1/second-factors/totp/confirmation", new { code = phone.CodeAt(stage.History.Now, -1) });
            if (confirmed.Status == 200) codes = [.. confirmed.Get("recoveryCodes").EnumerateArray().Select(code => code.GetString()!)];
            return Judge(asked, confirmed) with { Seed = Convert.ToHexString(phone.Secret) };
        });
        if (done.Outcome is Outcome.Refused || phone is null) return;

        Person.Phone = phone;
        _enrolled = done.Outcome is Outcome.Ok ? true : null;
        if (done.Outcome is Outcome.Ok) _ended.Add((token, former));
        else _live.Remove(session);
        TakeSet(codes);
    }

    private async Task Renew()
    {
        if (_enrolled is not true || _live.Count == 0) return;

        var (session, client) = _live.ElementAt(dice.Roll(_live.Count));
        var asked = Asked(Act.Renew, client) with { Session = session };
        var codes = Array.Empty<string>();
        var done = await Record(asked, client, async () =>
        {
            var answer = await client.Post("v1/recovery-codes", new { });
            if (answer.Status == 201) codes = [.. answer.Get("recoveryCodes").EnumerateArray().Select(code => code.GetString()!)];
            return Judge(asked, answer);
        });
        if (done.Outcome is not Outcome.Refused) TakeSet(codes);
    }

    // Five guesses at people who do not exist, all from one network, through both gateways.
    private Task Flood() => Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
    {
        var client = new EntryClient(_http, flood);
        var nobody = $"nobody{dice.Roll(1_000_000)}@example.test";
        var asked = new Operation { Who = nobody, Act = Act.Flood, Network = flood };
        await Record(asked, client, async () =>
        {
            var answer = await client.Begin(nobody);
            var id = answer["entryId"];
            if (answer is { Status: 201, Next: "check" }) answer = await client.AnswerCheck(id!, answer);
            if (answer is { Status: 200, Next: "passcode" }) answer = await client.Passcode(id!, "whatever nobody would say");
            return Judge(asked, answer);
        });
    }));

    private void TakeSet(string[] codes)
    {
        Person.RecoveryCodes.Clear();
        foreach (var code in codes) Person.RecoveryCodes.Enqueue(code);
    }

    private Factor? TakeFactor(bool preferTotp)
    {
        if (_enrolled is false || Person.Phone is not { } phone) return null;
        if (!preferTotp && Person.RecoveryCodes.TryDequeue(out var code)) return new Factor("recovery-code", code, null, null);

        var now = stage.History.Now;
        return new Factor("totp", phone.CodeAt(now), Convert.ToHexString(phone.Secret), now.ToUnixTimeSeconds() / phone.StepSeconds);
    }

    private sealed record Factor(string Method, string Code, string? Seed, long? Step);
}
