using System.Text.Json;

namespace OrleansEntry.Reliability.Tests.Entry;

/// <summary>The steps of an entry, taken in every order and by the wrong people.</summary>
[Collection(Entrance.Collection)]
public sealed class OrderTests(Entrance entrance)
{
    [Fact]
    public async Task Of_all_orders_of_the_three_steps_only_one_opens_the_door()
    {
        var (person, owner) = await entrance.RegisterAndEnrol();
        var code = person.RecoveryCodes.Dequeue();
        string[] steps = ["check", "passcode", "second-factor"];
        var opened = new List<string>();

        foreach (var first in steps)
            foreach (var second in steps)
                foreach (var third in steps)
                    if (await Walk(person, code, first, second, third)) opened.Add($"{first}, {second}, {third}");

        Assert.Equal(["check, passcode, second-factor"], opened);
        Assert.Equal(2, (await owner.Get("v1/sessions")).Get("sessions").GetArrayLength());
        Assert.Equal(9, (await owner.Get("v1/session")).Get("secondFactor").GetProperty("recoveryCodesLeft").GetInt32());
    }

    [Fact]
    public async Task A_finished_entry_repeats_none_of_its_steps()
    {
        var (person, _) = await entrance.RegisterAndEnrol();
        var client = entrance.NewClient();
        var (done, id) = await client.Enter(person.Identifier, person.Passcode, "recovery-code", person.RecoveryCodes.Dequeue());
        done.Is("200 done");
        var fresh = person.RecoveryCodes.Dequeue();

        (await client.SecondFactor(id!, "recovery-code", fresh)).Is("409 wrong-step");
        (await client.Passcode(id!, person.Passcode)).Is("409 wrong-step");
        (await client.Post($"v1/entries/{id}/check/renewal", new { })).Is("409 wrong-step");

        (await entrance.NewClient().Enter(person.Identifier, person.Passcode, "recovery-code", fresh)).Last.Is("200 done");
    }

    [Fact]
    public async Task An_entry_belongs_to_the_client_that_began_it()
    {
        var (person, _) = await entrance.RegisterAndEnter();
        var (victim, thief) = (entrance.NewClient(), entrance.NewClient());
        var (id, _) = await victim.WalkToPasscode(person.Identifier);
        var theirs = await thief.Begin(person.Identifier);
        var nobody = entrance.NewClient();

        (await thief.Passcode(id!, person.Passcode)).Is("401 unknown-entry");
        (await thief.SecondFactor(id!, "totp", "123456")).Is("401 unknown-entry");
        (await thief.AnswerCheck(id!, theirs)).Is("401 unknown-entry");
        (await thief.Post($"v1/entries/{id}/check/renewal", new { })).Is("401 unknown-entry");
        (await nobody.Passcode(id!, person.Passcode)).Is("401 unknown-entry");

        (await victim.Passcode(id!, person.Passcode)).Is("200 done");
    }

    [Fact]
    public async Task An_entry_that_began_on_a_device_does_not_go_on_without_it()
    {
        var (person, home) = await entrance.RegisterAndEnter();
        var id = (await home.Begin(person.Identifier)).Is("201 passcode")["entryId"]!;
        var stray = entrance.NewClient();
        stray.Network = home.Network;

        (await stray.Passcode(id, person.Passcode)).Is("401 unknown-entry");
        (await home.Passcode(id, person.Passcode)).Is("200 done");
    }

    [Fact]
    public async Task Another_clients_solved_check_opens_nothing()
    {
        var (person, _) = await entrance.RegisterAndEnter();
        var (helper, thief) = (entrance.NewClient(), entrance.NewClient());
        var solved = (await helper.Begin(person.Identifier)).Is("201 check");
        (await helper.AnswerCheck(solved["entryId"]!, solved)).Is("200 passcode");
        var unsolved = (await helper.Begin(person.Identifier)).Is("201 check");
        var own = (await thief.Begin(person.Identifier)).Is("201 check");

        (await thief.Passcode(own["entryId"]!, person.Passcode)).Is("403 check-due");
        (await thief.AnswerCheck(own["entryId"]!, solved)).Is("401 check-failed");
        var borrowed = new { id = IdOf(unsolved), kind = "proof-of-work", answer = EntryClient.Solve(unsolved) };
        (await thief.Post("v1/entries", new { identifier = person.Identifier, passcode = person.Passcode, check = borrowed }))
            .Is("410 check-expired");
        (await thief.Get("v1/session")).Is("401 no-session");
    }

    [Fact]
    public async Task A_check_opens_one_door_once()
    {
        var (person, _) = await entrance.RegisterAndEnter();
        var client = entrance.NewClient();
        var begun = (await client.Begin(person.Identifier)).Is("201 check");
        var id = begun["entryId"]!;
        (await client.AnswerCheck(id, begun)).Is("200 passcode");

        (await client.Passcode(id, "not the passcode it is")).Is("401 not-admitted");
        (await client.Passcode(id, person.Passcode)).Is("403 check-due");
        (await client.AnswerCheck(id, begun)).Is("401 check-failed");
    }

    [Fact]
    public async Task A_tampered_id_is_unknown()
    {
        var client = entrance.NewClient();
        var id = (await client.Begin("somebody@example.test"))["entryId"]!;
        foreach (var at in new[] { 0, id.Length / 2, id.Length - 2 })
        {
            var tampered = id[..at] + (id[at] == 'A' ? 'B' : 'A') + id[(at + 1)..];
            (await client.Passcode(tampered, "whatever it might be")).Is("401 unknown-entry");
        }

        var registration = await Entrance.BeginRegistration(client, entrance.NewPerson());
        (await client.Passcode(registration["registrationId"]!, "whatever it might be")).Is("401 unknown-entry");
        (await client.Post($"v1/registrations/{id}/verification", new { code = "12345678" })).Is("401 unknown-registration");
    }

    [Fact]
    public async Task A_known_device_enters_in_one_call()
    {
        var (person, client) = await entrance.RegisterAndEnter();
        (await client.Delete("v1/session")).Is("204");

        (await client.Begin(person.Identifier, person.Passcode)).Is("200 done");

        (await client.Get("v1/session")).Is("200");
    }

    private static string IdOf(Answer offered) => offered.Get("check").GetProperty("id").GetString()!;

    // Whether a session came of it.
    private async Task<bool> Walk(Person person, string code, params string[] steps)
    {
        var client = entrance.NewClient();
        var begun = (await client.Begin(person.Identifier)).Is("201 check");
        var id = begun["entryId"]!;
        foreach (var step in steps)
        {
            var answer = step switch
            {
                "check" => await client.AnswerCheck(id, begun),
                "passcode" => await client.Passcode(id, person.Passcode),
                _ => await client.SecondFactor(id, "recovery-code", code),
            };
            Assert.True(answer.Status is 200 or 401 or 403 or 409 or 410, answer.ToString());
            if (answer.Json.ValueKind == JsonValueKind.Object && answer.Json.TryGetProperty("session", out _))
                Assert.Equal("done", answer.Next);
        }

        return client.Token is not null && (await client.Get("v1/session")).Status == 200;
    }
}
