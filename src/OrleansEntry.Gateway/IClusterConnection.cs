namespace OrleansEntry.Gateway;

/// <summary>Whether grains can be called yet. A server whose grains live in other processes registers one.</summary>
public interface IClusterConnection
{
    /// <summary>Whether a silo has been met since the start. One that is lost later is noticed call by call.</summary>
    bool IsMade { get; }
}
