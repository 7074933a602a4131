using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace OrleansEntry.Core.SecurityCheck;

/// <summary>Whether a movement looks like a person's. Pure. The rules are hurdles for the simplest programs, not a proof:
/// whoever takes the trouble can invent a path that passes, and still has to find the place.</summary>
/// <remarks>A path is a flat list of whole numbers, three for each point: milliseconds since the point before, and two numbers
/// that say where. Every rule has a test that shows what it refuses, and people's own movements that it lets through.</remarks>
public static class Movement
{
    /// <summary>Numbers to a point: the time since the one before, and where.</summary>
    public const int PerPoint = 3;

    /// <summary>Most points of one path.</summary>
    public const int MaxPoints = 150;

    // A path may claim so many milliseconds more than the challenge is old: clocks round.
    private const int Slack = 100;

    // Pointer: a hand reaches 2 to 3 pixels a millisecond at its fastest, and a busy page skips a few frames.
    private const int FewestPoints = 8;
    private const int ShortestDragMs = 250;
    private const int FreeJump = 40;
    private const int JumpPerMs = 3;
    private const int FarthestJump = 110;
    private const double LeastSway = 2.0;

    // Keys: a held key repeats every 30 ms or so, after a pause; nobody presses faster.
    private const int FewestKeys = 3;
    private const int ShortestKeysMs = 300;
    private const int LongestStep = 40;
    private const int LeastKeyGapMs = 10;
    private const int LeastMeanKeyGapMs = 20;
    private const int LeastPauseMs = 90;

    // Swaps: the first takes a look at the picture, each takes two taps or a drag.
    private const int ShortestLookMs = 400;
    private const int ShortestSwapMs = 120;

    /// <summary>Whether a path is one at all: whole points, not too many, and no time that runs backwards.</summary>
    /// <param name="path">The path as sent.</param>
    public static bool IsPath(ReadOnlySpan<int> path)
    {
        if (path.Length is 0 or > MaxPoints * PerPoint || path.Length % PerPoint != 0) return false;
        foreach (var number in path)
        {
            if (number is < -10_000 or > 600_000) return false;
        }
        for (var i = 0; i < path.Length; i += PerPoint)
        {
            if (path[i] < 0) return false;
        }
        return true;
    }

    /// <summary>How long a path took, in milliseconds.</summary>
    /// <param name="path">A path.</param>
    public static int Duration(ReadOnlySpan<int> path)
    {
        var total = 0;
        for (var i = 0; i < path.Length; i += PerPoint) total += path[i];
        return total;
    }

    /// <summary>Whether so many milliseconds can have passed since the challenge was posed.</summary>
    /// <param name="milliseconds">What the paths claim.</param>
    /// <param name="age">How long ago it was posed.</param>
    public static bool FitsInto(long milliseconds, TimeSpan age) => milliseconds <= age.TotalMilliseconds + Slack;

    /// <summary>Whether a pointer may have dragged a piece like this: each point the piece's place along its row and the
    /// pointer's height.</summary>
    /// <param name="path">The path, from 0.</param>
    public static bool IsDrag(ReadOnlySpan<int> path)
    {
        if (path.Length < FewestPoints * PerPoint || Duration(path[PerPoint..]) < ShortestDragMs) return false;

        var x = 0;
        for (var i = 0; i < path.Length; i += PerPoint)
        {
            var jump = Math.Abs(path[i + 1] - x);
            if (jump > FarthestJump || jump > FreeJump + (i == 0 ? 0 : JumpPerMs * path[i])) return false;
            x = path[i + 1];
        }
        return Sway(path) >= LeastSway && !IsRuled(path);
    }

    /// <summary>Whether keys may have moved a piece like this: each point the piece's place after one step.</summary>
    /// <param name="path">The path, from 0.</param>
    public static bool IsKeyed(ReadOnlySpan<int> path)
    {
        var steps = path.Length / PerPoint;
        if (steps < FewestKeys) return false;

        var (x, pauses) = (0, 0);
        for (var i = 0; i < path.Length; i += PerPoint)
        {
            var gap = i == 0 ? LeastPauseMs : path[i];
            if (Math.Abs(path[i + 1] - x) > LongestStep || gap < LeastKeyGapMs) return false;
            if (i > 0 && gap >= LeastPauseMs) pauses++;
            x = path[i + 1];
        }
        var duration = Duration(path[PerPoint..]);
        return pauses > 0 && duration >= ShortestKeysMs && duration >= LeastMeanKeyGapMs * (steps - 1);
    }

    /// <summary>Whether a person may have made these swaps: each point the two places that changed their tiles.</summary>
    /// <param name="path">The swaps.</param>
    public static bool IsSwapping(ReadOnlySpan<int> path)
    {
        if (path[0] < ShortestLookMs) return false;

        var (least, most) = (int.MaxValue, 0);
        for (var i = PerPoint; i < path.Length; i += PerPoint)
        {
            if (path[i] < ShortestSwapMs) return false;
            (least, most) = (Math.Min(least, path[i]), Math.Max(most, path[i]));
        }
        // No hand keeps time to the millisecond.
        return path.Length <= 3 * PerPoint || most - least >= 8;
    }

    /// <summary>What a path is known by when it comes again. A drag is known by its times and heights, wherever it led; what has
    /// none is known by all its numbers.</summary>
    /// <param name="path">A path.</param>
    public static long Trace(ReadOnlySpan<int> path)
    {
        var hasHeights = false;
        for (var i = PerPoint; i < path.Length; i += PerPoint) hasHeights |= path[i + 2] != path[2];

        Span<int> kept = stackalloc int[path.Length];
        path.CopyTo(kept);
        // The first time is how long somebody looked, the same hand or not.
        kept[0] = 0;
        for (var i = 0; hasHeights && i < path.Length; i += PerPoint) kept[i + 1] = 0;

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(kept), hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }

    /// <summary>How far the place strays from one even speed, in pixels: the root of the mean square about the best line through
    /// place and time. A hand speeds up and slows down.</summary>
    private static double Sway(ReadOnlySpan<int> path)
    {
        var n = path.Length / PerPoint;
        double t = 0, st = 0, sx = 0, stt = 0, stx = 0, sxx = 0;
        for (var i = 0; i < path.Length; i += PerPoint)
        {
            t += i == 0 ? 0 : path[i];
            double x = path[i + 1];
            st += t; sx += x; stt += t * t; stx += t * x; sxx += x * x;
        }
        var (vt, vx, c) = (stt - st * st / n, sxx - sx * sx / n, stx - st * sx / n);
        return vt <= 0 ? 0 : Math.Sqrt(Math.Max(0, vx - c * c / vt) / n);
    }

    // One height all along, to the beat of one clock: drawn with a ruler.
    private static bool IsRuled(ReadOnlySpan<int> path)
    {
        var (least, most) = (int.MaxValue, 0);
        for (var i = PerPoint; i < path.Length; i += PerPoint)
        {
            if (path[i + 2] != path[2]) return false;
            (least, most) = (Math.Min(least, path[i]), Math.Max(most, path[i]));
        }
        return most - least <= 1;
    }
}
