using Orleans.Runtime;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Duty;
using OrleansEntry.Grains.Duty;
using Xunit;

namespace OrleansEntry.Grains.Tests.Duty;

/// <summary>Somebody comes for what an account owes when its silo died and nobody touches it again.</summary>
public sealed class DutyKillTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_killed_silo_owed_is_delivered_within_five_minutes_though_nobody_touches_the_account(bool ledgerDiesToo)
    {
        await using var cluster = new EntryCluster();
        await cluster.InitializeAsync();
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        var account = await person.Account();
        var key = account.GetPrimaryKeyString();
        var host = await cluster.HostOf(account.GetGrainId());
        var ledger = cluster.Grains.GetGrain<IDutyGrain>(DutyLedger.LedgerOf(key)).GetGrainId();
        await cluster.MoveTo(ledgerDiesToo ? host : cluster.Cluster.Silos.Single(s => s != host), ledger);
        cluster.CutOff(host);
        Assert.IsType<SessionAnswer.Done<SessionGrant>>(await account.ChangePasscode(
            new PasscodeChange { Proof = proof, Current = Person.Passcode, New = "another horse battery staple" }));
        await cluster.Cluster.KillSiloAsync(host);
        var killedAt = cluster.Clock.GetUtcNow();
        Assert.DoesNotContain(cluster.Mail.To(person.Identifier), IsPasscodeChanged);

        await cluster.Until(killedAt + Bound, async () =>
            cluster.Mail.To(person.Identifier).Any(IsPasscodeChanged)
                && (await cluster.Logged(key)).Contains(ActivityKind.PasscodeChanged));

        await cluster.Until(killedAt + Bound + Bound, async () => !await cluster.IsEnlisted(key));
    }

    private static bool IsPasscodeChanged(Grains.Mail.MailMessage mail) =>
        mail.Subject.Contains("passcode was changed", StringComparison.Ordinal);
}
