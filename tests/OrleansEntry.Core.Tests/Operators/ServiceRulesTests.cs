using OrleansEntry.Core.Operators;
using OrleansEntry.Core.Risk;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Operators;

public sealed class ServiceRulesTests
{
    [Fact]
    public void Ending_all_sessions_counts_from_now_and_a_clock_set_back_ends_no_more()
    {
        var service = ServiceRules.EndAllSessions(new ServiceState(), Noon);

        Assert.Equal((Noon, 1), (service.SessionsEndedThrough, service.Version));
        Assert.Same(service, ServiceRules.EndAllSessions(service, Noon));
        Assert.Same(service, ServiceRules.EndAllSessions(service, Noon.AddHours(-1)));
        Assert.Equal(Noon.AddHours(1), ServiceRules.EndAllSessions(service, Noon.AddHours(1)).SessionsEndedThrough);
    }

    [Fact]
    public void A_level_holds_until_its_end_and_calm_takes_it_back()
    {
        var service = ServiceRules.SetAttack(new ServiceState(), AttackLevel.Attack, TimeSpan.FromHours(1), Noon);

        Assert.Equal(AttackLevel.Attack, service.Attack!.At(Noon.AddHours(1).AddTicks(-1)));
        Assert.Equal(AttackLevel.Calm, service.Attack!.At(Noon.AddHours(1)));
        var calm = ServiceRules.SetAttack(service, AttackLevel.Calm, TimeSpan.Zero, Noon);
        Assert.Equal((null, 2), (calm.Attack, calm.Version));
    }

    [Fact]
    public void A_level_has_a_longest_time()
    {
        Assert.NotNull(ServiceRules.SetAttack(new(), AttackLevel.Alert, ServiceRules.LongestAttack, Noon).Attack);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ServiceRules.SetAttack(new(), AttackLevel.Alert, ServiceRules.LongestAttack + TimeSpan.FromTicks(1), Noon));
        Assert.Throws<ArgumentOutOfRangeException>(() => ServiceRules.SetAttack(new(), AttackLevel.Alert, TimeSpan.Zero, Noon));
    }

    [Fact]
    public void Each_list_has_its_place_and_a_limit()
    {
        var service = new ServiceState();
        foreach (var list in Enum.GetValues<ServiceList>()) service = ServiceRules.SetList(service, list, list.ToString());

        Assert.Equal(
            ("OfficialAddresses", "ClientVersions", "Services", 3),
            (service.OfficialAddresses, service.ClientVersions, service.Services, service.Version));
        Assert.Null(ServiceRules.SetList(service, ServiceList.ClientVersions, null).ClientVersions);
        Assert.Throws<ArgumentException>(
            () => ServiceRules.SetList(service, ServiceList.Services, new string('x', ServiceRules.MaxDocumentLength + 1)));
    }
}
