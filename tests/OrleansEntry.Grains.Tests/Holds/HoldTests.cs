using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Holds;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Holds;
using Xunit;

namespace OrleansEntry.Grains.Tests.Holds;

public sealed class HoldTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task A_new_device_and_a_new_passcode_hold_and_the_hold_outlives_the_activation()
    {
        var person = await Person.Registered(cluster);
        await person.Enter();
        var other = new Person(cluster, person.Identifier) { Visit = new Visit { Network = "198.51.100.4", Agent = "Chrome on Windows" } };
        var proof = await other.Enter();
        var account = await person.Account();
        var began = cluster.Clock.GetUtcNow();
        Assert.Equal([(HoldReason.NewDevice, began.AddHours(24))], await Held(account, proof));

        cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        var rotated = Person.Value<SessionGrant>(await account.ChangePasscode(
            new PasscodeChange { Proof = proof, Current = Person.Passcode, New = "another quiet passcode of mine" }));
        proof = other.Proof(rotated);
        await cluster.Grains.GetGrain<Orleans.Runtime.IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);

        Assert.Equal(
            [(HoldReason.PasscodeChanged, began.AddMinutes(1).AddHours(24)), (HoldReason.NewDevice, began.AddHours(24))],
            await Held(account, proof));
        Assert.Equal(
            [HoldReason.NewDevice, HoldReason.PasscodeChanged],
            (await other.Log(proof)).Where(e => e.Kind == ActivityKind.HoldBegun).Select(e => e.Reason));
    }

    [Fact]
    public async Task Nobody_without_a_session_reads_holds()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();

        var answer = await (await person.Account()).ListHolds(proof with { SecretHash = new byte[32] });

        Assert.IsType<SessionAnswer.NoSession>(answer);
        Assert.Empty(Person.Value<HoldsView>(await (await person.Account()).ListHolds(proof)).Holds);
    }

    private static async Task<IEnumerable<(string, DateTimeOffset)>> Held(IAccountGrain account, SessionProof proof) =>
        Person.Value<HoldsView>(await account.ListHolds(proof)).Holds.Select(h => (h.Reason, h.Until));
}
