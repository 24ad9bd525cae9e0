namespace Mesh.Testing.Restarts;

/// <summary>One way to register an instance and to take it out again.</summary>
/// <param name="Name">The services that are registered so are named after it.</param>
/// <param name="RegisterAsync">At this node, a service and the instance's port.</param>
/// <param name="DeregisterAsync">At this node; false: it knows no such instance.</param>
/// <param name="RenewAsync">At this node; false: it knows no such instance. Null: nothing has to be renewed.</param>
internal sealed record Way(
    string Name,
    SubjectKind Kind,
    Func<IDoorNode, string, int, Task> RegisterAsync,
    Func<IDoorNode, string, int, Task<bool>> DeregisterAsync,
    Func<IDoorNode, string, int, Task<bool>>? RenewAsync = null);
