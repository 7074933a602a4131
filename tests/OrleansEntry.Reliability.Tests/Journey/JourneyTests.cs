namespace OrleansEntry.Reliability.Tests.Journey;

/// <summary>The whole way of one person, from registration to an exported log.</summary>
[Collection(Entrance.Collection)]
public sealed class JourneyTests(Entrance entrance)
{
    [Fact]
    public async Task Everything_a_person_does_works_and_is_logged_in_order()
    {
        var home = entrance.NewClient();
        var person = await entrance.Register(home);
        await TryToRegister(person);
        (await home.Enter(person.Identifier, person.Passcode)).Last.Is("200 done");
        await entrance.Enrol(home, person, stepSeconds: 30);
        (await home.Delete("v1/session")).Is("204");

        var now = await entrance.Now(person.Phone!);
        (await home.Enter(person.Identifier, person.Passcode, "totp", person.Phone!.CodeAt(now))).Last.Is("200 done");
        await Confirm(home, person);
        await GuessFromElsewhere(person);
        (await home.Post("v1/recovery-codes", new { })).Is("201");
        person.Passcode = "a different velvet otter";
        (await home.Put("v1/passcode", new { current = "wrong velvet otter here", @new = person.Passcode })).Is("401 not-admitted");
        (await home.Put(
            "v1/passcode", new { current = $"velvet otter {person.Identifier[6..^13]} paints quietly", @new = person.Passcode })).Is("200");
        (await home.Delete("v1/second-factors/totp")).Is("204");
        var (last, _) = await home.Enter(person.Identifier, person.Passcode);

        last.Is("200 done");
        var log = await ActivityLog.Of(home);
        // Attempts that were held off are told by the next write, whichever that is: their place and number of lines are not fixed,
        // their sum is.
        const string heldOff = "entry.held-off ";
        Assert.Equal(Expected, log.Kinds.Where(kind => !kind.StartsWith(heldOff, StringComparison.Ordinal)));
        Assert.Equal(2, log.Kinds.Where(kind => kind.StartsWith(heldOff, StringComparison.Ordinal))
            .Sum(kind => int.Parse(kind[heldOff.Length..], System.Globalization.CultureInfo.InvariantCulture)));
        var verdict = await entrance.Verify(log.Export);
        Assert.True(verdict.Exit == 0, verdict.Said);
    }

    private static readonly string[] Expected =
    [
        "account.opened",
        "registration.tried",
        "check.asked work new-device", "entry.admitted passcode", "device.added",
        "totp.enrolled", "hold.begun factor-changed", "session.ended left",
        "entry.passcode-accepted", "entry.admitted passcode+totp",
        "presence.refused passcode", "hold.begun recovery-code-used", "presence.confirmed passcode+recovery-code",
        "check.asked work new-device", "entry.passcode-accepted", "entry.code-refused wrong recovery-code",
        .. Enumerable.Repeat<string[]>(["check.asked picture new-device,failures", "entry.passcode-refused wrong"], 5)
            .SelectMany(two => two),
        "entry.locked passcode 30",
        "recovery-codes.renewed", "hold.begun factor-changed",
        "presence.refused passcode", "passcode.changed", "hold.begun passcode-changed", "totp.removed", "hold.begun factor-changed",
        "entry.admitted passcode",
    ];

    private async Task TryToRegister(Person person)
    {
        var stranger = entrance.NewClient();
        var begun = (await Entrance.BeginRegistration(stranger, new Person(person.Identifier, "somebody else entirely")))
            .Is("202 verify-identifier");
        (await stranger.Post($"v1/registrations/{begun["registrationId"]}/verification", new { code = "12345678" })).Is("401 code-refused");
        await entrance.WaitForMail(person.Identifier, "You already have an account");
    }

    private static async Task Confirm(EntryClient home, Person person)
    {
        var code = person.RecoveryCodes.Dequeue();
        (await home.Post("v1/session/confirmation", new { passcode = "not my passcode at all", method = "recovery-code", code }))
            .Is("401 not-admitted");
        var before = home.Token;
        (await home.Post("v1/session/confirmation", new { passcode = person.Passcode, method = "recovery-code", code })).Is("200");
        Assert.NotEqual(before, home.Token);

        var old = home.Token;
        home.Token = before;
        (await home.Get("v1/session")).Is("401 no-session");
        home.Token = old;
        (await home.Get("v1/session")).Is("200");
    }

    // Four more failures after the success would not be a wait yet, so five in a row; two more are held off.
    private async Task GuessFromElsewhere(Person person)
    {
        var thief = entrance.NewClient();
        var (_, entryId) = await thief.Enter(person.Identifier, person.Passcode);
        (await thief.SecondFactor(entryId!, "recovery-code", "0000-0000-0000-0000-0000-0000")).Is("401 code-refused");
        for (var i = 0; i < 5; i++)
            (await thief.Enter(person.Identifier, $"a guess with number {i}")).Last.Is("401 not-admitted", "401 check");
        for (var i = 0; i < 2; i++)
        {
            var refused = (await thief.Begin(person.Identifier)).Is("429 wait");
            Assert.NotNull(refused.Headers.RetryAfter);
        }
    }
}
