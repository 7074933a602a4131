using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Alerts;
using OrleansEntry.Contracts.Devices;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Contracts.Trading;
using OrleansEntry.Grains.Tests.Trading;
using Xunit;

namespace OrleansEntry.Grains.Tests.SettingsLock;

public sealed class SettingsLockTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task Whoever_has_session_passcode_and_factor_changes_nothing_until_its_end_whatever_clocks_and_silos_do()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enrol();
        var (account, trading) = (await person.Account(), await Trading(person));
        Assert.IsType<SessionAnswer.Done>(
            await trading.SetTradingPasscode(proof, new NewTradingPasscode { Passcode = TradingTests.TradingPasscode }));
        Assert.IsType<SessionAnswer.Done>(await account.RestrictDevices(proof, listedOnly: true));
        Assert.IsType<SessionAnswer.Done>(await account.LockSettings(proof, 24));
        var (began, until) = (cluster.Clock.GetUtcNow(), cluster.Clock.GetUtcNow().AddHours(24));

        await AllRefused();
        Assert.IsType<SessionAnswer.Done>(await account.LockSettings(proof, 1));
        await cluster.Cluster.DeactivateAsync(account.GetGrainId());
        await AllRefused();
        cluster.Clock.AdjustTime(began.AddDays(-3));
        await AllRefused();
        cluster.Clock.AdjustTime(until.AddHours(1));
        cluster.Clock.AdjustTime(until.AddSeconds(-1));
        proof = await person.Enter(); // which moves the clock by half a minute
        cluster.Clock.AdjustTime(until.AddTicks(-1));
        await AllRefused();

        cluster.Clock.AdjustTime(until.AddMinutes(1));
        Assert.IsType<SessionAnswer.Done>(await trading.RemoveTradingPasscode(proof));
        Assert.IsType<SessionAnswer.Done>(await account.RestrictDevices(proof, listedOnly: false));

        async Task AllRefused() => Assert.All(
            await Answers(person, proof), answer => Assert.Equal(until, Assert.IsType<SessionAnswer.SettingsLocked>(answer).Until));
    }

    [Fact]
    public async Task A_waiting_device_is_not_let_in_while_they_are_locked_and_can_be_turned_away()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enrol();
        var account = await person.Account();
        await account.RestrictDevices(proof, listedOnly: true);
        await account.LockSettings(proof, 1);
        var stranger = new Person(cluster, person.Identifier) { Visit = person.Visit with { DeviceSecret = null } };

        var (ticket, _) = await stranger.Arrive();
        var waits = Assert.IsType<Contracts.Entry.EntryReply.DeviceDue>(
            await stranger.SubmitCode(ticket, person.RecoveryCodes[0], "recovery-code"));

        Assert.IsType<SessionAnswer.SettingsLocked>(await account.AnswerAdmission(proof, waits.Number));
        Assert.IsType<SessionAnswer.Done>(await account.AnswerAdmission(proof, null));
        Assert.Null(Person.Value<DevicesView>(await account.ListDevices(proof)).Waiting);
    }

    [Fact]
    public async Task Longer_or_shorter_than_the_deployment_allows_is_refused_and_locks_nothing()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        var account = await person.Account();

        foreach (var hours in new[] { 0, 721, int.MaxValue })
            Assert.Equal(
                "settings-lock-length", Assert.IsType<SessionAnswer.Conflict>(await account.LockSettings(proof, hours)).Code);
        Assert.Null(Person.Value<DateTimeOffset?>(await account.ReadSettingsLock(proof)));
    }

    private async Task<SessionAnswer[]> Answers(Person person, SessionProof proof)
    {
        var (account, trading) = (await person.Account(), await Trading(person));
        var alerts = cluster.Grains.GetGrain<IAccountAlertsGrain>(account.GetPrimaryKeyString());
        var device = Person.Value<DevicesView>(await account.ListDevices(proof)).Devices.Single().Id;
        return
        [
            await account.ChangePasscode(new PasscodeChange { Proof = proof, Current = Person.Passcode, New = "another quiet passcode" }),
            await account.BeginTotp(proof, 30),
            await account.ConfirmTotp(proof, "123456"),
            await account.RemoveTotp(proof),
            await account.RenewRecoveryCodes(proof),
            await trading.SetTradingPasscode(proof, new NewTradingPasscode { Passcode = "nine yellow umbrellas" }),
            await trading.RemoveTradingPasscode(proof),
            await account.ChangeDevice(proof, new DeviceChange { DeviceId = device, Trusted = true }),
            await account.ForgetDevice(proof, device),
            await account.RestrictDevices(proof, listedOnly: false),
            await alerts.SetSafetyPhrase(proof, new NewSafetyPhrase { Phrase = "blue kettle" }),
            await alerts.RemoveSafetyPhrase(proof),
            await alerts.BeginAlertAddress(proof, new NewAlertAddress { Address = "further@example.test" }),
            await alerts.RemoveAlertAddress(proof, Core.HexName.New()),
        ];
    }

    private async Task<IAccountTradingGrain> Trading(Person person) =>
        cluster.Grains.GetGrain<IAccountTradingGrain>((await person.Account()).GetPrimaryKeyString());
}
