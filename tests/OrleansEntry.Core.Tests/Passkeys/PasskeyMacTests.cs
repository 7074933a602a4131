using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Operators;
using OrleansEntry.Core.Passkeys;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Passkeys;

/// <summary>What is stored of a public key, and what somebody who writes to the store makes of it.</summary>
public sealed class PasskeyMacTests
{
    private static readonly DeploymentKeys Keys = new(new byte[32]);

    private static readonly PasskeyCredential Credential =
        new() { Id = [1, 2, 3], PublicKey = [4, 5, 6], Counter = 7, BackupEligible = true, Transports = ["usb"] };

    private static readonly Passkey Added =
        new Passkey { Id = Name(2), Name = "desk", Credential = Credential, Since = Noon }.WithMac(Id(), Keys);

    private static readonly Operator Enrolled =
        new Operator(Name(1), "ann", [OperatorRole.Support], Credential, Noon).WithMac(Keys);

    [Fact]
    public void A_passkey_is_intact_for_its_account_whatever_its_use_and_its_owner_change()
    {
        Assert.True(Added.IsIntact(Id(), Keys));
        Assert.True((Added with
        {
            Name = "phone", LastUsedAt = Noon.AddDays(1), Credential = Credential with { Counter = 8, BackedUp = true, Transports = [] },
        }).IsIntact(Id(), Keys));
        Assert.Equal(32, Added.Mac.Length);
    }

    public static TheoryData<string> Changes => [.. Changed.Keys];

    private static readonly Dictionary<string, Passkey> Changed = new()
    {
        ["key"] = Added with { Credential = Credential with { PublicKey = [4, 5, 7] } },
        ["credential"] = Added with { Credential = Credential with { Id = [1, 2, 4] } },
        ["a byte from one to the next"] = Added with { Credential = Credential with { Id = [1, 2, 3, 4], PublicKey = [5, 6] } },
        ["a byte back"] = Added with { Credential = Credential with { Id = [1, 2], PublicKey = [3, 4, 5, 6] } },
        ["copyable"] = Added with { Credential = Credential with { BackupEligible = false } },
        ["name"] = Added with { Id = Name(3) },
        ["past its probation"] = Added with { Since = Noon.AddDays(-2) },
        ["no MAC"] = Added with { Mac = [] },
        ["half a MAC"] = Added with { Mac = Added.Mac[..16] },
        ["the MAC of another"] = Added with { Mac = (Added with { Id = Name(3) }).WithMac(Id(), Keys).Mac },
        ["the MAC of an operator"] = Added with { Mac = Enrolled.Mac },
    };

    [Theory, MemberData(nameof(Changes))]
    public void A_passkey_that_was_changed_in_the_store_is_not_intact_and_none_that_is_asked_for(string change)
    {
        Assert.False(Changed[change].IsIntact(Id(), Keys));
        Assert.Equal([Credential], PasskeyRules.Intact(new() { Id = Id(), Passkeys = [Changed[change], Added] }, Keys));
    }

    [Fact]
    public void A_passkey_of_another_account_or_deployment_is_not_intact()
    {
        Assert.False(Added.IsIntact(Id(2), Keys));
        Assert.False(Added.IsIntact(Id(), new DeploymentKeys(Hash(1))));
    }

    [Fact]
    public void An_operator_is_intact_whatever_use_changes_and_no_more_with_another_key_role_or_name()
    {
        Assert.True(Enrolled.IsIntact(Keys));
        Assert.True((Enrolled with { Key = Credential with { Counter = 9 } }).IsIntact(Keys));
        Assert.All(
            new[]
            {
                Enrolled with { Key = Credential with { PublicKey = [9] } },
                Enrolled with { Key = Credential with { Id = [9] } },
                Enrolled with { Roles = [OperatorRole.Support, OperatorRole.Admin] },
                Enrolled with { Roles = [OperatorRole.Admin] },
                Enrolled with { Id = Name(3) },
                Enrolled with { Name = "bob" },
                Enrolled with { Mac = [] },
            },
            changed => Assert.False(changed.IsIntact(Keys)));
        Assert.False(Enrolled.IsIntact(new DeploymentKeys(Hash(1))));
    }

    // Stored MACs hang on it: a change would put every passkey out of use.
    [Fact]
    public void The_MAC_stays_what_it_is()
    {
        Assert.Equal(
            "b1152345a41650184019e55df9c7c605f36409075137ca075a4004639ef5a097",
            Convert.ToHexStringLower(Added.Mac.AsSpan()));
        Assert.Equal(
            "abfa5a86bc47aa0c718194951c9e7c8440941fef3982f9a2f86d13c37929892d",
            Convert.ToHexStringLower(Enrolled.Mac.AsSpan()));
    }
}
