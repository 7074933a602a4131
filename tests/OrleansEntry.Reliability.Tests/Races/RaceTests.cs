namespace OrleansEntry.Reliability.Tests.Races;

/// <summary>What may happen once, tried by many at the same time.</summary>
[Collection(Entrance.Collection)]
public sealed class RaceTests(Entrance entrance)
{
    private const int Crowd = 200;
    private const int Hands = 50;

    [Fact]
    public async Task Of_two_hundred_guesses_at_once_five_are_looked_at_and_the_right_one_comes_too_late()
    {
        var (person, owner) = await entrance.RegisterAndEnter();
        var doors = await Doors(person.Identifier, Crowd);
        using var answered = new SemaphoreSlim(0);

        // The right one is the eighth: it goes when seven have their answer, amid all others.
        var guesses = doors[1..].Select(async door =>
        {
            var answer = await door.Client.Passcode(door.Id, "not the passcode it is");
            answered.Release();
            return answer;
        }).ToArray();
        for (var i = 0; i < 7; i++) await answered.WaitAsync();
        var right = await doors[0].Client.Passcode(doors[0].Id, person.Passcode);
        var answers = await Task.WhenAll(guesses);

        right.Is("429 wait");
        Assert.InRange(answers.Count(answer => answer.Problem == "not-admitted"), 1, 5);
        Assert.All(answers, answer => answer.Is("401 not-admitted", "429 wait", "503 busy"));
        (await doors[0].Client.Get("v1/session")).Is("401 no-session");

        // Nobody shut the owner out: the device that entered before still does.
        (await owner.Enter(person.Identifier, person.Passcode)).Last.Is("200 done");
    }

    [Fact]
    public async Task One_code_of_an_authenticator_sent_fifty_times_at_once_opens_one_session()
    {
        var (person, owner) = await entrance.RegisterAndEnrol();
        await SendAtOnce(person, owner, "totp", () => Code(person));
    }

    [Fact]
    public async Task One_recovery_code_sent_fifty_times_at_once_opens_one_session()
    {
        var (person, owner) = await entrance.RegisterAndEnrol();
        await SendAtOnce(person, owner, "recovery-code", () => Task.FromResult(person.RecoveryCodes.Dequeue()));
    }

    [Fact]
    public async Task Two_hundred_registrations_of_one_address_open_one_account()
    {
        var person = entrance.NewPerson();
        var begun = await Task.WhenAll(Enumerable.Range(0, Crowd).Select(async _ =>
        {
            var client = entrance.NewClient();
            return (Client: client, Answer: await Entrance.BeginRegistration(client, person));
        }));
        var mailed = begun.Where(one => one.Answer.Verdict == "202 verify-identifier").ToArray();
        var others = begun.Select(one => one.Answer.Verdict).Except(["202 verify-identifier", "429 wait", "503 busy", "503 unavailable"]);
        Assert.Empty(others);
        Assert.InRange(mailed.Length, 1, 5);

        var codes = await entrance.CodesFor(person.Identifier, mailed.Length);
        var endings = await Task.WhenAll(mailed.SelectMany(one => codes.Select(code =>
            one.Client.Post($"v1/registrations/{one.Answer["registrationId"]}/verification", new { code }))));

        Assert.Single(endings.Where(ending => ending.Status == 201).Select(ending => ending["accountId"]).Distinct());
        Assert.All(endings, ending => ending.Is("201", "401 code-refused", "410 registration-expired"));
        var client = entrance.NewClient();
        (await client.Enter(person.Identifier, person.Passcode)).Last.Is("200 done");
        Assert.Equal(1, (await Journey.ActivityLog.Of(client)).Count("account.opened"));
    }

    [Fact]
    public async Task One_idempotency_key_sent_fifty_times_at_once_changes_once()
    {
        var (person, client) = await entrance.RegisterAndEnrol();
        var answers = await Task.WhenAll(Enumerable.Range(0, Hands).Select(_ =>
            client.Send(HttpMethod.Post, "v1/recovery-codes", "{}", headers: ("Idempotency-Key", "renew-once"))));

        var renewed = answers.Where(answer => answer.Status == 201).ToArray();
        Assert.NotEmpty(renewed);
        Assert.Single(renewed.Select(answer => answer.Text).Distinct());
        Assert.All(answers, answer => answer.Is("201", "409 idempotency-in-progress"));
        Assert.Equal(1, (await Journey.ActivityLog.Of(client)).Count("recovery-codes.renewed"));
    }

    private async Task<string> Code(Person person) => person.Phone!.CodeAt(await entrance.Now(person.Phone));

    // Thirty entries wait for their second factor (an account keeps no more than 32); twenty of them hear the code twice.
    private async Task SendAtOnce(Person person, EntryClient owner, string method, Func<Task<string>> take)
    {
        var doors = await Doors(person.Identifier, 30);
        foreach (var (client, id) in doors) (await client.Passcode(id, person.Passcode)).Is("200 second-factor");
        var code = await take();

        var answers = await Task.WhenAll(Enumerable.Range(0, Hands)
            .Select(i => doors[i % 30].Client.SecondFactor(doors[i % 30].Id, method, code)));

        Assert.Single(answers, answer => answer.Verdict == "200 done");
        Assert.All(answers, answer => answer.Is("200 done", "401 code-used", "401 code-refused", "409 wrong-step", "429 wait"));
        Assert.Equal(2, (await owner.Get("v1/sessions")).Get("sessions").GetArrayLength());
        Assert.Equal(2, (await Journey.ActivityLog.Of(owner)).Count("entry.admitted"));
    }

    // So many strangers, each from a network of their own, who have passed their checks.
    private async Task<(EntryClient Client, string Id)[]> Doors(string identifier, int count) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            var client = entrance.NewClient();
            var (id, last) = await client.WalkToPasscode(identifier);
            return (client, id ?? throw new InvalidOperationException(last.ToString()));
        }));
}
