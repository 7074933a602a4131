namespace OrleansEntry.Reliability.Tests.Entry;

/// <summary>Codes of an authenticator that nobody of ours wrote.</summary>
[Collection(Entrance.Collection)]
public sealed class CodeTests(Entrance entrance)
{
    [Fact]
    public async Task A_used_an_older_and_an_early_code_are_named_and_refused()
    {
        var (person, client) = await entrance.RegisterAndEnrol();
        var now = await entrance.Now(person.Phone!);
        var current = person.Phone!.CodeAt(now);
        (await client.Enter(person.Identifier, person.Passcode, "totp", current)).Last.Is("200 done");

        var (_, id) = await client.Enter(person.Identifier, person.Passcode);
        (await client.SecondFactor(id!, "totp", current)).Is("401 code-used");
        (await client.SecondFactor(id!, "totp", person.EnrolledWith!)).Is("401 code-used");
        (await client.SecondFactor(id!, "totp", Wrong(person.Phone, now))).Is("401 code-refused");
        var early = (await client.SecondFactor(id!, "totp", person.Phone.CodeAt(now, 5))).Is("401 clock-off");
        Assert.Equal(300, early.Get("clockOffSeconds").GetInt32());

        // Named once, its step is burnt: it does not come true later.
        (await client.SecondFactor(id!, "totp", person.Phone.CodeAt(now, 5))).Is("401 code-used");
        (await client.SecondFactor(id!, "totp", person.Phone.CodeAt(now, 1))).Is("429 wait");
        (await client.SecondFactor(id!, "recovery-code", person.RecoveryCodes.Dequeue())).Is("200 done");
    }

    [Fact]
    public async Task A_late_code_says_that_the_clock_is_behind()
    {
        var (person, client) = await entrance.RegisterAndEnrol(stepSeconds: 30);
        var now = await entrance.Now(person.Phone!);
        var (_, id) = await client.Enter(person.Identifier, person.Passcode);

        // Older than the code that enrolled: used and late at once. It counts as used, and never opens.
        (await client.SecondFactor(id!, "totp", person.Phone!.CodeAt(now, -4))).Is("401 code-used");
        (await client.SecondFactor(id!, "totp", person.Phone.CodeAt(now))).Is("200 done");
    }

    [Fact]
    public async Task A_recovery_code_opens_the_door_once_however_it_is_typed()
    {
        var (person, client) = await entrance.RegisterAndEnrol();
        var code = person.RecoveryCodes.Dequeue();
        (await client.Enter(
            person.Identifier, person.Passcode, "recovery-code", code.Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant()))
            .Last.Is("200 done");

        (await client.Enter(person.Identifier, person.Passcode, "recovery-code", code)).Last.Is("401 code-refused");
        await entrance.WaitForMail(person.Identifier, "A recovery code was used");
    }

    [Fact]
    public async Task A_code_does_not_open_another_persons_account()
    {
        var (person, _) = await entrance.RegisterAndEnrol();
        var (other, client) = await entrance.RegisterAndEnrol();
        var now = await entrance.Now(person.Phone!);
        var (_, id) = await client.Enter(other.Identifier, other.Passcode);

        (await client.SecondFactor(id!, "totp", person.Phone!.CodeAt(now))).Is("401 code-refused", "401 clock-off");
        (await client.SecondFactor(id!, "recovery-code", person.RecoveryCodes.Dequeue())).Is("401 code-refused");
    }

    private static string Wrong(Authenticator phone, DateTimeOffset now)
    {
        var near = Enumerable.Range(-25, 51).Select(steps => phone.CodeAt(now, steps)).ToHashSet();
        return Enumerable.Range(0, 100).Select(n => n.ToString("D6", System.Globalization.CultureInfo.InvariantCulture))
            .First(code => !near.Contains(code));
    }
}
