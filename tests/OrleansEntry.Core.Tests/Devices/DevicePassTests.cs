using System.Buffers.Text;
using OrleansEntry.Core.Devices;
using OrleansEntry.Core.Keys;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Devices;

public sealed class DevicePassTests
{
    private static readonly DeploymentKeys Keys = new(new byte[32]);
    private static readonly DevicePass Pass = new(Id(), Name(7), 3);

    [Fact]
    public void A_pass_is_read_back_and_prints_nothing_of_its_secret()
    {
        var text = Pass.Reveal(Keys);

        Assert.Equal(DevicePass.TextLength, text.Length);
        Assert.Equal(Pass, DevicePass.Find(text, Id(), Keys));
        Assert.DoesNotContain(text, $"{Pass}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_pass_of_another_account_or_deployment_is_none()
    {
        Assert.Null(DevicePass.Find(Pass.Reveal(Keys), Id(2), Keys));
        Assert.Null(DevicePass.Find(Pass.Reveal(new DeploymentKeys(Hash(1))), Id(), Keys));
    }

    [Fact]
    public void No_changed_byte_makes_a_pass()
    {
        var bytes = Base64Url.DecodeFromChars(Pass.Reveal(Keys));
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = bytes.ToArray();
            changed[i] ^= 1;
            Assert.Null(DevicePass.Find(Base64Url.EncodeToString(changed), Id(), Keys));
        }
    }

    [Fact]
    public void A_browser_keeps_the_passes_of_four_accounts_and_one_of_each()
    {
        string? shown = null;
        for (var account = 1; account <= 6; account++) shown = DevicePass.Join((Pass with { Account = Id(account) }).Reveal(Keys), shown);
        shown = DevicePass.Join((Pass with { Account = Id(5), Generation = 4 }).Reveal(Keys), shown);

        Assert.Equal([null, null, 3, 3, 4, 3], Enumerable.Range(1, 6).Select(a => DevicePass.Find(shown, Id(a), Keys)?.Generation));
        Assert.Equal(DevicePass.MaxShown, shown.Split(DevicePass.Separator).Length);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("....")]
    [InlineData("%")]
    public void What_has_not_the_form_is_none_and_is_not_kept(string? shown)
    {
        Assert.Null(DevicePass.Find(shown, Id(), Keys));
        Assert.Equal(Pass.Reveal(Keys), DevicePass.Join(Pass.Reveal(Keys), shown));
    }

    [Fact]
    public void What_is_longer_than_we_ever_made_is_not_looked_at() =>
        Assert.Null(DevicePass.Find(Pass.Reveal(Keys) + new string('.', 400), Id(), Keys));
}
