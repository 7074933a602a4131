using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Notices;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Accounts;

public sealed class AccountRulesTests
{
    [Fact]
    public void Opening_twice_opens_once()
    {
        var account = Door.Opened().Account;

        Assert.Same(account, AccountRules.Open(account, "other", "other", true, Noon, Stranger));
        Assert.Equal(ActivityKind.AccountOpened, Assert.Single(account.Activity.Undelivered).Kind);
    }

    [Fact]
    public void What_strangers_did_at_the_stand_in_does_not_weigh_on_the_new_account()
    {
        var door = Door.StandIn();
        door.FailPasscodes(Noon, 80);

        Assert.Equal(Door.Opened().Account.Strangers, AccountRules.Open(door.Account, "p", "h", false, Noon, Stranger).Strangers);
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef", true)]
    [InlineData("0123456789ABCDEF0123456789abcdef", false)]
    [InlineData("0123456789abcdef0123456789abcde", false)]
    [InlineData("0123456789abcdef0123456789abcdef0", false)]
    [InlineData("0123456789abcdef0123456789abcdeg", false)]
    [InlineData("0123456789abcdef/../456789abcdef", false)]
    [InlineData("０123456789abcdef0123456789abcdef", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_name_has_one_form(string? text, bool valid)
    {
        Assert.Equal(valid, HexName.IsValid(text));
        Assert.Equal(valid, AccountId.TryParse(text, out var id));
        if (valid) Assert.Equal(text, id.ToString());
    }

    [Fact]
    public void No_id_is_no_name() => Assert.Throws<InvalidOperationException>(() => default(AccountId).Value);

    [Fact]
    public void New_names_differ()
    {
        var names = Enumerable.Range(0, 1000).Select(_ => HexName.New()).ToArray();

        Assert.Equal(1000, names.Distinct().Count());
        Assert.All(names, name => Assert.True(HexName.IsValid(name)));
    }
}
