using System.Globalization;
using CsCheck;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Tests;
using Xunit;

namespace OrleansEntry.Core.Tests.SecurityCheck;

public sealed class MovementTests
{
    private static readonly Gen<byte[]> Seeds = Gen.Byte.Array[Dice.SeedSize];

    [Fact]
    public void What_hands_do_passes_whatever_the_place() =>
        Gen.Select(Seeds, Gen.Int[Slide.MinPlace, Slide.MaxPlace]).Sample((seed, place) =>
        {
            var dice = new Dice(seed);

            Assert.True(Movement.IsDrag(Hands.Drag(place, dice)));
            Assert.True(Movement.IsKeyed(Hands.Keys(place, dice)));
            Assert.True(Movement.IsKeyed(Hands.Keys(place, dice, step: 10)));
        });

    // Made up after how a mouse, a finger and a trackpad move: uneven in pace, unsteady in height, slower at the end.
    [Theory]
    [InlineData(
        "0,0,41 24,1,41 17,5,41 16,14,42 17,31,43 16,55,44 17,82,44 17,108,43 16,131,43 17,149,43 33,166,42 34,176,42 "
        + "50,181,42 84,182,42 210,181,42")]
    [InlineData(
        "0,0,120 8,2,120 17,9,121 16,27,123 17,52,126 16,79,128 17,101,129 16,116,129 17,124,129 33,128,128 100,129,128 "
        + "84,128,127")]
    [InlineData("0,0,60 40,3,60 50,11,60 67,19,60 133,24,60 67,31,60 50,44,60 50,61,60 150,78,60 67,84,60 83,95,60 183,104,60 67,107,60")]
    public void Drags_as_hands_make_them_pass(string path) => Assert.True(Movement.IsDrag(Numbers(path)));

    [Theory]
    [InlineData("too few points", "0,0,41 90,40,42 90,90,44 90,120,43")]
    [InlineData("too fast", "0,0,41 16,20,41 17,60,42 16,100,42 17,140,43 16,160,43 17,171,42 16,172,42 17,172,42")]
    [InlineData("a teleport", "0,0,41 16,1,41 17,2,42 16,3,42 90,160,43 90,161,43 90,162,42 90,163,42 90,163,42")]
    [InlineData("a jump too far for its time", "0,0,41 50,4,41 50,9,42 50,15,42 10,92,43 50,99,43 50,108,42 50,112,42 50,113,42")]
    [InlineData("begins in the middle", "0,150,41 50,154,41 50,159,42 50,165,42 50,172,43 50,174,43 50,175,42 50,176,42 50,176,42")]
    [InlineData("one even speed", "0,0,41 16,10,42 17,20,41 16,30,42 17,41,43 16,50,42 17,60,42 16,71,41 17,80,42 80,128,41 80,175,41")]
    [InlineData("ruled, to one beat", "0,0,41 40,1,41 40,4,41 40,10,41 40,20,41 40,40,41 40,60,41 40,72,41 40,80,41 40,84,41 40,85,41")]
    public void What_no_hand_does_is_odd(string why, string path)
    {
        Assert.False(Movement.IsDrag(Numbers(path)), why);
        Assert.True(Movement.IsPath(Numbers(path)));
    }

    [Theory]
    [InlineData("too few", "0,40,0 200,80,0")]
    [InlineData("a leap", "0,10,0 200,20,0 200,90,0 200,100,0")]
    [InlineData("two at once", "0,10,0 200,20,0 5,30,0 200,40,0")]
    [InlineData("faster than a key repeats",
        "0,10,0 300,20,0 12,30,0 12,40,0 12,50,0 12,60,0 12,70,0 12,80,0 12,90,0 12,100,0 12,110,0 12,120,0 12,130,0 "
        + "12,140,0 12,150,0 12,160,0 12,170,0 12,180,0 12,190,0 12,200,0 12,210,0 12,220,0 12,230,0 12,240,0 12,250,0 "
        + "12,260,0 12,270,0 12,280,0 12,287,0 12,288,0 12,287,0 12,288,0 12,287,0 12,288,0 12,287,0 12,288,0 12,287,0 "
        + "12,288,0 12,287,0 12,288,0 12,287,0")]
    [InlineData("no pause at all", "0,10,0 33,20,0 34,30,0 33,40,0 33,50,0 34,60,0 33,70,0 33,80,0 34,90,0 33,100,0 34,110,0")]
    public void What_no_keyboard_does_is_odd(string why, string path) => Assert.False(Movement.IsKeyed(Numbers(path)), why);

    [Theory]
    [InlineData(true, "900,0,4")]
    [InlineData(true, "900,0,4 300,1,2 450,3,5 700,2,3")]
    [InlineData(false, "200,0,4")]
    [InlineData(false, "900,0,4 50,1,2")]
    [InlineData(false, "900,0,4 300,1,2 300,3,5 302,2,3")]
    public void Swaps_take_a_look_and_a_hand(bool plausible, string path) => Assert.Equal(plausible, Movement.IsSwapping(Numbers(path)));

    [Fact]
    public void A_drag_comes_again_wherever_it_leads_and_two_hands_never_move_alike() => Seeds.Sample(seed =>
    {
        var dice = new Dice(seed);
        var (path, other) = (Hands.Drag(150, dice), Hands.Drag(150, dice));
        var elsewhere = path.Select((n, i) => i % 3 == 1 ? n / 2 : n).ToArray();

        Assert.Equal(Movement.Trace(path), Movement.Trace(elsewhere));
        Assert.NotEqual(Movement.Trace(path), Movement.Trace(other));
        Assert.NotEqual(Movement.Trace(Hands.Keys(150, dice)), Movement.Trace(Hands.Keys(150, dice)));
    });

    [Fact]
    public void Traces_are_accepted_once_and_the_oldest_is_forgotten()
    {
        var traces = new RecentTraces(3);

        Assert.True(traces.TryAdd(1));
        Assert.True(traces.TryAdd(2));
        Assert.False(traces.TryAdd(2));
        Assert.True(traces.TryAdd(4));
        Assert.True(traces.TryAdd(5));
        Assert.True(traces.TryAdd(1));
        Assert.False(traces.TryAdd(5));
    }

    private static int[] Numbers(string path) =>
        [.. path.Split(' ', ',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
}
