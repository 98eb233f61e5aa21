//! A file system for SQLite that loses what was not synced: writes stay in memory until xSync.
//! For the crash tests: kill -9 alone cannot show this, since the kernel keeps what it was given.

// SQLite calls a file system through C function pointers; there is no safe way to be one.
// All pointers come from SQLite, which keeps them valid for the length of a call and never uses
// one file handle from two threads at once. All contents live behind one lock.
#![allow(unsafe_code)]

use std::{
    ffi::{CStr, c_char, c_int, c_void},
    ptr,
    sync::OnceLock,
};

use rusqlite::ffi;

use crate::disk::{Change, Content, SECTOR, disk};

/// Name under which SQLite knows this file system.
pub const NAME: &str = "power-cut";
const NAME_C: &CStr = c"power-cut";

static REAL: OnceLock<Real> = OnceLock::new();

/// The file system underneath, for locks and shared memory.
struct Real(*mut ffi::sqlite3_vfs);
// SAFETY: SQLite's own file system is registered for the life of the process and used by all threads.
unsafe impl Send for Real {}
// SAFETY: as above; it is never written through this pointer.
unsafe impl Sync for Real {}

/// What SQLite sees as a file; the real file's handle lies behind it in the same memory.
#[repr(C)]
struct Handle {
    base: ffi::sqlite3_file,
    real: *mut ffi::sqlite3_file,
    path: *mut String,
}

/// Registers the file system; the power goes at step `steps`.
pub fn register(steps: u64, seed: u64) {
    {
        let mut disk = disk();
        disk.steps_left = steps.max(1);
        disk.random = seed | 1;
    }
    // SAFETY: finding and registering file systems is allowed at any time; the structure registered
    // is leaked, so it lives as long as the process, as SQLite demands.
    unsafe {
        let real = ffi::sqlite3_vfs_find(ptr::null());
        assert!(!real.is_null(), "SQLite has a default file system");
        REAL.get_or_init(|| Real(real));
        let mut vfs = *real;
        vfs.zName = NAME_C.as_ptr();
        vfs.szOsFile = size_of::<Handle>() as c_int + (*real).szOsFile;
        vfs.pNext = ptr::null_mut();
        vfs.xOpen = Some(open);
        vfs.xDelete = Some(delete);
        vfs.xAccess = Some(access);
        ffi::sqlite3_vfs_register(Box::leak(Box::new(vfs)), 0);
    }
}

fn real_vfs() -> *mut ffi::sqlite3_vfs {
    REAL.get().expect("registered before use").0
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives szOsFile bytes for the handle and a terminated name that outlives the file.
    unsafe {
        let handle = file.cast::<Handle>();
        (*handle).base.pMethods = ptr::null();
        if name.is_null() {
            return ffi::SQLITE_CANTOPEN;
        }
        let real = handle.add(1).cast::<ffi::sqlite3_file>();
        let Some(open_real) = (*real_vfs()).xOpen else {
            return ffi::SQLITE_ERROR;
        };
        let code = open_real(real_vfs(), name, real, flags, out_flags);
        if code != ffi::SQLITE_OK {
            return code;
        }
        let path = CStr::from_ptr(name).to_string_lossy().into_owned();
        let mut disk = disk();
        if !disk.files.contains_key(&path) {
            match Content::open(&path) {
                Ok(content) => disk.files.insert(path.clone(), content),
                Err(_) => return ffi::SQLITE_CANTOPEN,
            };
        }
        (*handle).real = real;
        (*handle).path = Box::into_raw(Box::new(path));
        (*handle).base.pMethods = &raw const METHODS;
        ffi::SQLITE_OK
    }
}

unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    // SAFETY: SQLite gives a terminated name.
    unsafe {
        let path = CStr::from_ptr(name).to_string_lossy().into_owned();
        if let Some(content) = disk().files.remove(&path) {
            // Closing any descriptor of a file would drop this process's locks on it.
            std::mem::forget(content.file);
        }
        let Some(delete_real) = (*real_vfs()).xDelete else {
            return ffi::SQLITE_ERROR;
        };
        delete_real(real_vfs(), name, sync)
    }
}

unsafe extern "C" fn access(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives a terminated name and a place for the answer.
    unsafe {
        if let Some(content) = disk()
            .files
            .get(CStr::from_ptr(name).to_string_lossy().as_ref())
        {
            *out = c_int::from(flags != ffi::SQLITE_ACCESS_EXISTS || !content.now.is_empty());
            return ffi::SQLITE_OK;
        }
        let Some(access_real) = (*real_vfs()).xAccess else {
            return ffi::SQLITE_ERROR;
        };
        access_real(real_vfs(), name, flags, out)
    }
}

/// Works on the contents of an open file.
///
/// # Safety
/// `file` is a handle that `open` filled and `close` has not yet emptied.
unsafe fn with<T>(file: *mut ffi::sqlite3_file, work: impl FnOnce(&mut Content) -> T) -> Option<T> {
    // SAFETY: by the contract above the path is there.
    let path = unsafe { &*(*file.cast::<Handle>()).path };
    disk().files.get_mut(path).map(work)
}

/// The real file behind a handle, with its methods.
///
/// # Safety
/// As [`with`].
unsafe fn real(
    file: *mut ffi::sqlite3_file,
) -> (*mut ffi::sqlite3_file, &'static ffi::sqlite3_io_methods) {
    // SAFETY: by the contract above the real file is open, and method tables are static.
    unsafe {
        let real = (*file.cast::<Handle>()).real;
        (real, &*(*real).pMethods)
    }
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: SQLite closes a file once, and never uses it afterwards.
    unsafe {
        let (real, methods) = real(file);
        drop(Box::from_raw((*file.cast::<Handle>()).path));
        methods
            .xClose
            .map_or(ffi::SQLITE_ERROR, |close| close(real))
    }
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    into: *mut c_void,
    length: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite gives `length` writable bytes.
    unsafe {
        let into = std::slice::from_raw_parts_mut(into.cast::<u8>(), length as usize);
        let read = with(file, |content| {
            let start = content.now.len().min(at as usize);
            let end = content.now.len().min(at as usize + into.len());
            into[..end - start].copy_from_slice(&content.now[start..end]);
            into[end - start..].fill(0);
            end - start == into.len()
        });
        match read {
            Some(true) => ffi::SQLITE_OK,
            Some(false) => ffi::SQLITE_IOERR_SHORT_READ,
            None => ffi::SQLITE_IOERR_READ,
        }
    }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    length: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    disk().step();
    // SAFETY: SQLite gives `length` readable bytes.
    unsafe {
        let bytes = std::slice::from_raw_parts(from.cast::<u8>(), length as usize);
        done(with(file, |content| content.write(at as usize, bytes)))
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: ffi::sqlite3_int64) -> c_int {
    disk().step();
    // SAFETY: an open file.
    done(unsafe {
        with(file, |content| {
            content.now.resize(size as usize, 0);
            content.unsynced.push(Change::Resize(size as usize));
        })
    })
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    disk().step();
    // SAFETY: an open file.
    done(unsafe { with(file, Content::sync) })
}

fn done(worked: Option<()>) -> c_int {
    worked.map_or(ffi::SQLITE_IOERR, |()| ffi::SQLITE_OK)
}

unsafe extern "C" fn size(file: *mut ffi::sqlite3_file, out: *mut ffi::sqlite3_int64) -> c_int {
    // SAFETY: an open file and a place for the answer.
    unsafe { done(with(file, |content| *out = content.now.len() as i64)) }
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    // SAFETY: an open file.
    let (real, methods) = unsafe { real(file) };
    // SAFETY: the real file's own method on the real file.
    methods
        .xLock
        .map_or(ffi::SQLITE_ERROR, |lock| unsafe { lock(real, level) })
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    // SAFETY: an open file.
    let (real, methods) = unsafe { real(file) };
    // SAFETY: the real file's own method on the real file.
    methods
        .xUnlock
        .map_or(ffi::SQLITE_ERROR, |unlock| unsafe { unlock(real, level) })
}

unsafe extern "C" fn reserved(file: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    // SAFETY: an open file.
    let (real, methods) = unsafe { real(file) };
    // SAFETY: the real file's own method on the real file.
    methods
        .xCheckReservedLock
        .map_or(ffi::SQLITE_ERROR, |check| unsafe { check(real, out) })
}

/// Hints to the real file would change its size behind our back: none is known here.
unsafe extern "C" fn control(_: *mut ffi::sqlite3_file, _: c_int, _: *mut c_void) -> c_int {
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector(_: *mut ffi::sqlite3_file) -> c_int {
    SECTOR as c_int
}

/// As ordinary disks: a write damages nothing beside it, and nothing more is promised.
unsafe extern "C" fn character(_: *mut ffi::sqlite3_file) -> c_int {
    ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    page: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    // SAFETY: an open file.
    let (real, methods) = unsafe { real(file) };
    // SAFETY: the real file's own method on the real file.
    methods.xShmMap.map_or(ffi::SQLITE_ERROR, |map| unsafe {
        map(real, page, size, extend, out.cast())
    })
}

unsafe extern "C" fn shm_lock(
    file: *mut ffi::sqlite3_file,
    from: c_int,
    count: c_int,
    flags: c_int,
) -> c_int {
    // SAFETY: an open file.
    let (real, methods) = unsafe { real(file) };
    // SAFETY: the real file's own method on the real file.
    methods.xShmLock.map_or(ffi::SQLITE_ERROR, |lock| unsafe {
        lock(real, from, count, flags)
    })
}

unsafe extern "C" fn shm_barrier(file: *mut ffi::sqlite3_file) {
    // SAFETY: an open file.
    let (real, methods) = unsafe { real(file) };
    if let Some(barrier) = methods.xShmBarrier {
        // SAFETY: the real file's own method on the real file.
        unsafe { barrier(real) }
    }
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, remove: c_int) -> c_int {
    // SAFETY: an open file.
    let (real, methods) = unsafe { real(file) };
    // SAFETY: the real file's own method on the real file.
    methods
        .xShmUnmap
        .map_or(ffi::SQLITE_ERROR, |unmap| unsafe { unmap(real, remove) })
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector),
    xDeviceCharacteristics: Some(character),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};
