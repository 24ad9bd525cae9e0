namespace Mesh.Dashboard.Orders;

internal enum OrderKind
{
    Drain,
    Undrain,
    Deregister,

    /// <summary>Out of rotation by an operator's word, until that is taken back.</summary>
    Maintain,
    EndMaintenance,
    SetPolicy,
    Leave,
    Down,
    WriteKey,
    DeleteKey,
}
