using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Devices;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Holds;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.SecondFactor;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Devices;

public sealed class DeviceRulesTests
{
    [Fact]
    public void The_twenty_first_device_takes_the_place_of_the_one_not_seen_for_longest()
    {
        var door = Door.Opened();
        for (var i = 0; i < 20; i++) door.Enter(Noon.AddMinutes(i));
        var (first, second) = (door.Account.Devices[0], door.Account.Devices[1]);
        door.Enter(Noon.AddMinutes(20), On(first.Id));

        door.Enter(Noon.AddMinutes(21));

        Assert.Equal(20, door.Account.Devices.Length);
        Assert.Contains(door.Account.Devices, d => d.Id == first.Id);
        Assert.DoesNotContain(door.Account.Devices, d => d.Id == second.Id);
        Assert.Equal(21, door.Account.Activity.Undelivered.Count(e => e.Kind == ActivityKind.DeviceAdded));
        var gone = Assert.Single(door.Account.Activity.Undelivered, e => e.Kind == ActivityKind.DeviceForgotten);
        Assert.Equal(("oldest", second.Id), (gone.Reason, gone.Detail));
        Assert.Equal("browser", Assert.Single(door.Account.Notices.Undelivered, n => n.Kind == NoticeKind.DeviceForgotten).Detail);
    }

    [Fact]
    public void A_device_that_gives_way_makes_no_room_for_more_guesses()
    {
        var door = Door.WithTotp();
        var at = door.FailCodes(Noon, 20, door.FirstDevice, Method.RecoveryCode);

        for (var i = 0; i < 20; i++) door.Enter(at.AddDays(1).AddMinutes(i));

        at = at.AddDays(3);
        Assert.Equal(20, door.Account.Devices.Sum(d => d.Meters.RecoveryCode.InARow));
        var caller = On(door.Account.Devices[^1].Id);
        Assert.IsType<EntryAnswer.OutOfUse>(door.Do(door.Code(at, Wrong, door.Await(at, caller), caller, Method.RecoveryCode)));
    }

    [Fact]
    public void Only_the_very_first_device_begins_no_hold_also_when_all_were_forgotten_since()
    {
        var door = Door.Opened();
        var own = door.Enter(Noon);
        Assert.Null(HoldRules.HeldUntil(door.Account, Noon));

        door.Do(DeviceRules.Forget(door.Account, own, own.DeviceId, Noon, door.CallerOf(own), Policy));
        Assert.Empty(door.Account.Devices);
        door.Enter(Noon.AddDays(2));

        Assert.Equal(Noon.AddDays(3), HoldRules.HeldUntil(door.Account, Noon.AddDays(2)));
        Assert.Contains(door.Account.Notices.Undelivered, n => n.Kind == NoticeKind.NewDevice);
    }

    [Fact]
    public void A_secret_names_its_device_and_no_other()
    {
        var door = Door.Opened();
        for (var i = 0; i < 3; i++) door.Enter(Noon);

        Assert.All(door.Account.Devices, d => Assert.Equal(new Lane(d.Id), door.Account.LaneOf([.. d.SecretHash])));
        Assert.Equal(Lane.Stranger, door.Account.LaneOf(Hash(99)));
        Assert.Equal(Lane.Stranger, door.Account.LaneOf([]));
        Assert.Equal(Lane.Stranger, door.Account.LaneOf(default(byte[])));
    }

    [Fact]
    public void What_is_stored_of_a_secret_is_bound_to_the_account()
    {
        var hash = KnownDevice.Hash(Hash(1), Name(1));

        Assert.Equal(hash, KnownDevice.Hash(Hash(1), Name(1)));
        Assert.NotEqual(hash, KnownDevice.Hash(Hash(1), Name(2)));
        Assert.NotEqual(hash, KnownDevice.Hash(Hash(2), Name(1)));
    }

    [Theory]
    [InlineData(31, 32)]
    [InlineData(33, 32)]
    [InlineData(32, 31)]
    [InlineData(32, 33)]
    public void Another_length_is_a_fault(int secret, int account) =>
        Assert.Throws<ArgumentException>(() => KnownDevice.Hash(new byte[secret], new string('a', account)));
}
