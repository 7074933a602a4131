using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansEntry.Core.Alerts;
using OrleansEntry.Core.Devices;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Recovery;
using OrleansEntry.Core.SettingsLock;
using OrleansEntry.Core.Trading;
using OrleansEntry.Grains.Accounts;
using OrleansEntry.Grains.Trading;
using Xunit;

namespace OrleansEntry.Grains.Tests.Entry;

/// <summary>Every number of an account's rules is a setting.</summary>
public sealed class EntryOptionsTests
{
    [Fact]
    public void The_defaults_of_the_options_are_the_defaults_of_the_rules()
    {
        Assert.Equal(new DevicePolicy(), new DeviceOptions().ToPolicy());
        Assert.Equal(new AlertPolicy(), new AlertOptions().ToPolicy());
        Assert.Equal(new NoticePolicy(), new NoticeOptions().ToPolicy());
        Assert.Equal(new FreezePolicy(), new FreezeOptions().ToPolicy());
        Assert.Equal(new SettingsLockPolicy(), new SettingsLockOptions().ToPolicy());
        Assert.Equal(new RecoveryPolicy(), new RecoveryOptions().ToPolicy());
        Assert.Equal(new TradingPolicy(), new TradingOptions().ToPolicy() with { Operations = TradingPolicy.Defaults });
    }

    public static TheoryData<string, string, Func<EntryPolicy, object>> Numbers => new()
    {
        { "Devices:AdmissionTries", "5", p => p.Devices.AdmissionTries },
        { "Alerts:CodeFor", "00:02:00", p => p.Alerts.CodeFor },
        { "Alerts:Tries", "3", p => p.Alerts.Tries },
        { "Freezing:LinkFor", "1.00:00:00", p => p.Freezing.LinkFor },
        { "SettingsLock:MinHours", "24", p => p.SettingsLock.MinHours },
        { "SettingsLock:MaxHours", "2160", p => p.SettingsLock.MaxHours },
        { "Recovery:MailEvery", "00:01:00", p => p.Recovery.MailEvery },
        { "Recovery:TriesPerLink", "3", p => p.Recovery.TriesPerLink },
        { "Recovery:TriesInARow", "10", p => p.Recovery.TriesInARow },
        { "Recovery:RestFor", "7.00:00:00", p => p.Recovery.RestFor },
        { "Trading:MaxApprovals", "64", p => p.Trading.MaxApprovals },
        { "Trading:RememberFor", "01:00:00", p => p.Trading.RememberFor },
        { "Trading:DetailBytes", "8192", p => p.Trading.DetailBytes },
        { "Trading:DetailValues", "256", p => p.Trading.DetailValues },
        { "Trading:DetailDepth", "8", p => p.Trading.DetailDepth },
        { "Notices:MaxWaiting", "128", p => p.Notices.MaxWaiting },
        { "Notices:MaxWaitingFurther", "32", p => p.Notices.MaxWaitingFurther },
    };

    [Theory, MemberData(nameof(Numbers), DisableDiscoveryEnumeration = true)]
    public void A_setting_reaches_the_rule(string name, string value, Func<EntryPolicy, object> read) =>
        Assert.Equal(value, $"{read(Policy((name, value)))}");

    [Theory]
    [InlineData("Devices:AdmissionTries", "0", "6")]
    [InlineData("Alerts:CodeFor", "00:01:59", "00:10:01")]
    [InlineData("Alerts:Tries", "2", "11")]
    [InlineData("Freezing:LinkFor", "23:59:59", "7.00:00:01")]
    [InlineData("SettingsLock:MinHours", "0", "25")]
    [InlineData("SettingsLock:MaxHours", "23", "2161")]
    [InlineData("Recovery:MailEvery", "00:00:59", "00:10:01")]
    [InlineData("Recovery:TriesPerLink", "2", "11")]
    [InlineData("Recovery:TriesInARow", "9", "51")]
    [InlineData("Recovery:RestFor", "00:59:59", "7.00:00:01")]
    [InlineData("Trading:MaxApprovals", "3", "65")]
    [InlineData("Trading:RememberFor", "00:00:59", "01:00:01")]
    [InlineData("Trading:DetailBytes", "255", "8193")]
    [InlineData("Trading:DetailValues", "3", "257")]
    [InlineData("Trading:DetailDepth", "0", "9")]
    [InlineData("Notices:MaxWaiting", "15", "129")]
    [InlineData("Notices:MaxWaitingFurther", "3", "33")]
    public void A_number_out_of_its_range_is_refused(string name, string tooLittle, string tooMuch)
    {
        foreach (var value in new[] { tooLittle, tooMuch })
            Assert.Contains(
                name.Split(':')[1], Assert.Throws<OptionsValidationException>(() => Policy((name, value))).Message,
                StringComparison.Ordinal);
    }

    private static EntryPolicy Policy(params (string Name, string Value)[] settings)
    {
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build())
            .AddEntry()
            .BuildServiceProvider();
        return services.GetRequiredService<EntryPolicy>();
    }
}
