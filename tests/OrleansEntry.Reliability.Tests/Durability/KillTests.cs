using System.Globalization;

namespace OrleansEntry.Reliability.Tests.Durability;

/// <summary>kill -9, and what is there afterwards: all that was acknowledged.</summary>
[Collection(Entrance.KilledCollection)]
public sealed class KillTests(Entrance entrance, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Rounds = 3;
    private const int Workers = 5;

    public async ValueTask InitializeAsync() => await entrance.Revive();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_server_is_killed_amid_load()
    {
        var seed = SeededDice.Seed;
        output.WriteLine($"seed {seed}: replay with {SeededDice.Variable}={seed}");
        var dice = new SeededDice(seed);
        var (acknowledged, killAt) = (0, int.MaxValue);
        void Acknowledge()
        {
            if (Interlocked.Increment(ref acknowledged) == Volatile.Read(ref killAt)) entrance.Kill();
        }

        var workloads = Enumerable.Range(1, Workers).Select(worker => new Workload(entrance, dice.For(worker), Acknowledge)).ToArray();
        for (var round = 1; round <= Rounds; round++)
        {
            Volatile.Write(ref killAt, Volatile.Read(ref acknowledged) + 25 + dice.Roll(50));
            await Task.WhenAll(workloads.Select(workload => workload.Run()));
            await entrance.StartAgain();

            var people = workloads.SelectMany(workload => workload.Ledgers).ToArray();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"kill {round} after {acknowledged} answers, {people.Length} accounts, "
                    + $"back in {entrance.StartTook.TotalMilliseconds:0} ms"));
            foreach (var ledger in people)
            {
                var log = await Audit.Check(entrance, ledger);
                if (log is null || (round < Rounds && ledger != people[0])) continue;
                var verdict = await entrance.Verify(log.Export);
                Assert.True(verdict.Exit == 0, verdict.Said);
            }
        }
    }

    [Fact]
    public async Task The_audit_notices_a_store_that_forgot_what_it_acknowledged()
    {
        var (person, home) = await entrance.RegisterAndEnter();
        var id = (await home.Get("v1/session")).Get("session").GetProperty("id").GetString()!;
        entrance.Kill();
        await entrance.StartAgain(() => Copy(entrance.DataFolder, entrance.DataFolder + ".before"));

        // The session is left, and then the disk goes back to a time when it was not.
        home = entrance.Again(home);
        var ledger = new Ledger(person, home);
        Assert.True(ledger.Admitted.Add(id));
        ledger.Ended.Add(entrance.Again(home));
        (await home.Delete("v1/session")).Is("204");
        entrance.Kill();
        await entrance.StartAgain(() => Copy(entrance.DataFolder + ".before", entrance.DataFolder));

        await Assert.ThrowsAsync<Xunit.Sdk.TrueException>(() => Audit.Check(entrance, ledger));
    }

    [Fact]
    public async Task A_registration_survives_a_kill_after_each_of_its_answers()
    {
        var client = entrance.NewClient();
        var person = entrance.NewPerson();
        var begun = (await Entrance.BeginRegistration(client, person)).Is("202 verify-identifier");
        var code = (await entrance.CodesFor(person.Identifier))[0];
        await KillAndStart();

        client = entrance.Again(client);
        var verification = $"v1/registrations/{begun["registrationId"]}/verification";
        var opened = (await client.Post(verification, new { code })).Is("201");
        await KillAndStart();

        client = entrance.Again(client);
        (await client.Post(verification, new { code })).Is("410 registration-expired", "201");
        (await client.Enter(person.Identifier, person.Passcode)).Last.Is("200 done");
        Assert.Equal(opened["accountId"], (await client.Get("v1/session"))["accountId"]);
    }

    [Fact]
    public async Task A_wait_a_used_code_and_a_mail_that_is_owed_survive_a_kill()
    {
        var (person, owner) = await entrance.RegisterAndEnrol();
        var used = person.RecoveryCodes.Dequeue();
        var thief = entrance.NewClient();
        for (var i = 0; i < 5; i++) await thief.Enter(person.Identifier, $"a guess with number {i}");
        var waits = TimeProvider.System.GetUtcNow().AddSeconds(25);
        (await owner.Enter(person.Identifier, person.Passcode, "recovery-code", used)).Last.Is("200 done");
        await KillAndStart();

        (owner, thief) = (entrance.Again(owner), entrance.Again(thief));
        var begun = await thief.Begin(person.Identifier);
        if (TimeProvider.System.GetUtcNow() < waits) begun.Is("429 wait");
        (await owner.Get("v1/session")).Is("200");
        (await owner.Enter(person.Identifier, person.Passcode, "recovery-code", used)).Last.Is("401 code-refused");
        await entrance.WaitForMail(person.Identifier, "Your authenticator is set up");
        await entrance.WaitForMail(person.Identifier, "A recovery code was used");
    }

    [Fact]
    public async Task A_clean_stop_keeps_everything_and_a_start_is_quick()
    {
        var (person, client) = await entrance.RegisterAndEnrol();
        var log = await Journey.ActivityLog.Of(client);

        Assert.Equal(0, await entrance.Stop());
        await entrance.StartAgain();

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"start on a used folder {entrance.StartTook.TotalMilliseconds:0} ms"));
        Assert.InRange(entrance.StartTook, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        client = entrance.Again(client);
        (await client.Get("v1/session")).Is("200");
        Assert.Equal(log.Export, (await Journey.ActivityLog.Of(client)).Export);
        var now = await entrance.Now(person.Phone!);
        (await client.Enter(person.Identifier, person.Passcode, "totp", person.Phone!.CodeAt(now))).Last.Is("200 done");
    }

    private static void Copy(string from, string to)
    {
        if (Directory.Exists(to)) Directory.Delete(to, recursive: true);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private async Task KillAndStart()
    {
        entrance.Kill();
        await entrance.StartAgain();
    }
}
