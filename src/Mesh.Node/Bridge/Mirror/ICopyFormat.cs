namespace Mesh.Node.Bridge.Mirror;

/// <summary>How one system holds copies. Pure.</summary>
internal interface ICopyFormat
{
    /// <summary>Does a copy read back show the status it was written with?</summary>
    bool CarriesStatus { get; }

    /// <summary>Where the copy goes. No native instance of the system can have this key, or it is one of the same address.</summary>
    string KeyOf(BridgeOrigin source, SideEntry original);

    /// <summary>Why the system cannot hold the instance; null: it can.</summary>
    string? Refuses(BridgeOrigin source, SideEntry original);
}
