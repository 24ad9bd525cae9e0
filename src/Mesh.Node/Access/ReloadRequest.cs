namespace Mesh.Node.Access;

/// <summary>The wish that the node reads anew what it can, for whoever may ask for it at a door.</summary>
internal sealed class ReloadRequest
{
    /// <summary>What is to be done, once somebody is there to do it.</summary>
    public Action? Handler { get; set; }

    public void Ask() => Handler?.Invoke();
}
