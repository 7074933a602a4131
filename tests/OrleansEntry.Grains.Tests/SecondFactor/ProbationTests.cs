using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.SecondFactor;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Contracts.Trading;
using OrleansEntry.Grains.Tests.Trading;
using Xunit;

namespace OrleansEntry.Grains.Tests.SecondFactor;

public sealed class ProbationTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task Renewed_codes_take_nothing_away_for_a_day_and_afterwards_the_authenticator_goes()
    {
        var (person, proof) = await Settled();
        var (account, trading) = (await person.Account(), await Trading(person));
        var codes = Person.Value<RecoveryCodesIssued>(await account.RenewRecoveryCodes(proof)).Codes;
        var ends = cluster.Clock.GetUtcNow().AddHours(24);
        proof = await Confirm(person, proof, codes[0]);

        await AllRefused();
        await cluster.Cluster.DeactivateAsync(account.GetGrainId());
        await AllRefused();

        cluster.Clock.Advance(TimeSpan.FromHours(24));
        proof = await Confirm(person, await person.Enter(), codes[1]);
        Assert.IsType<SessionAnswer.Done>(await trading.RemoveTradingPasscode(proof));
        Assert.IsType<SessionAnswer.Done>(await account.RemoveTotp(proof));
        Assert.IsType<EntryReply.Done>((await person.Arrive()).Reply);

        async Task AllRefused() => Assert.All(
            new[]
            {
                await account.RemoveTotp(proof), await account.BeginTotp(proof, 30), await trading.RemoveTradingPasscode(proof),
                await trading.SetTradingPasscode(proof, new NewTradingPasscode { Passcode = "nine yellow umbrellas" }),
            },
            answer => Assert.Equal(ends, Assert.IsType<SessionAnswer.OnProbation>(answer).Until));
    }

    [Fact]
    public async Task A_session_that_an_old_code_confirmed_stays_so_when_the_codes_are_renewed_in_it_and_the_silo_forgets_it()
    {
        var (person, proof) = await Settled();
        var account = await person.Account();
        proof = await Confirm(person, proof, person.RecoveryCodes[0]);
        Person.Value<RecoveryCodesIssued>(await account.RenewRecoveryCodes(proof));

        await cluster.Cluster.DeactivateAsync(account.GetGrainId());

        Assert.IsType<SessionAnswer.Done>(await account.RemoveTotp(proof));
    }

    // With authenticator, codes and trading passcode that are two days old.
    private async Task<(Person Person, SessionProof Proof)> Settled()
    {
        var person = await Person.Registered(cluster);
        Assert.IsType<SessionAnswer.Done>(await (await Trading(person)).SetTradingPasscode(
            await person.Enrol(), new NewTradingPasscode { Passcode = TradingTests.TradingPasscode }));
        cluster.Clock.Advance(TimeSpan.FromDays(2));
        return (person, await person.Enter());
    }

    private static async Task<SessionProof> Confirm(Person person, SessionProof proof, string code) => person.Proof(
        Person.Value<SessionGrant>(await (await person.Account()).ConfirmPresence(
            new PresenceAttempt { Proof = proof, Passcode = Person.Passcode, Method = "recovery-code", Code = code })));

    private async Task<IAccountTradingGrain> Trading(Person person) =>
        cluster.Grains.GetGrain<IAccountTradingGrain>((await person.Account()).GetPrimaryKeyString());
}
