using Orleans.Runtime;

namespace OrleansEntry.Gateway.Http;

/// <summary>Calls that only read may be made twice: when the silo that was asked is gone, another one answers.</summary>
internal static class Reads
{
    /// <summary>Asks, and asks once more when nobody was there.</summary>
    public static async ValueTask<T> Twice<T>(Func<ValueTask<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is OrleansMessageRejectionException or SiloUnavailableException)
        {
            return await ask();
        }
    }
}
