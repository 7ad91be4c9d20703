/* A UVC camera for one process: loaded with LD_PRELOAD, it answers the V4L2 calls on $V4L2_SHIM/video0 and video1.
 *
 * Everything above the kernel is real: our ioctls, OpenCV's own V4L2 code, its threads. video1 is the metadata node
 * that every UVC camera has. Frames are the files WIDTHxHEIGHT.jpg beside the nodes; a file "unplugged" pulls the
 * cable, a file "hanging" stops the frames.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#undef open
#undef open64
#undef mmap64

enum { BUFFERS = 8, BUFFER_BYTES = 2592 * 1944 * 2, FRAME_US = 20000, FDS = 1024 };

static int node_of[FDS]; /* 0: not ours, else 1 + number of the node */
static unsigned char *memory[BUFFERS];
static int queued[BUFFERS], queue_length, queue_limit = 4;
static unsigned sequence;
static struct v4l2_pix_format now = {.width = 640, .height = 480, .pixelformat = V4L2_PIX_FMT_YUYV};
static const unsigned sizes[][2] = {{2592, 1944}, {1600, 1200}, {640, 480}};

static int there(const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", getenv("V4L2_SHIM"), name);
    return access(path, F_OK) == 0;
}

static int opened(int fd, const char *path) {
    char real[4096];
    const char *root = getenv("V4L2_SHIM");
    if (fd >= 0 && fd < FDS) {
        node_of[fd] = 0;
        if (root && realpath(path, real) && !strncmp(real, root, strlen(root)) && strstr(real, "/video"))
            node_of[fd] = 1 + atoi(strstr(real, "/video") + 6);
    }
    return fd;
}

#define OPEN(name)                                                                  \
    int name(const char *path, int flags, ...) {                                    \
        static int (*next)(const char *, int, ...);                                 \
        if (!next) next = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name); \
        va_list rest;                                                               \
        va_start(rest, flags);                                                      \
        int mode = va_arg(rest, int);                                               \
        va_end(rest);                                                               \
        return opened(next(path, flags, mode), path);                               \
    }
OPEN(open)
OPEN(open64)

int close(int fd) {
    static int (*next)(int);
    if (!next) next = (int (*)(int))dlsym(RTLD_NEXT, "close");
    if (fd >= 0 && fd < FDS) node_of[fd] = 0;
    return next(fd);
}

#define MMAP(name, offset_type)                                                                     \
    void *name(void *at, size_t length, int rights, int flags, int fd, offset_type offset) {       \
        static void *(*next)(void *, size_t, int, int, int, offset_type);                           \
        if (!next) next = (void *(*)(void *, size_t, int, int, int, offset_type))dlsym(RTLD_NEXT, #name); \
        if (fd < 0 || fd >= FDS || !node_of[fd]) return next(at, length, rights, flags, fd, offset); \
        return memory[offset / BUFFER_BYTES] =                                                      \
                   next(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);  \
    }
MMAP(mmap, off_t)
MMAP(mmap64, off64_t)

static int fail(int error) {
    errno = error;
    return -1;
}

static void negotiate(struct v4l2_pix_format *asked) {
    /* only MJPG has the large sizes: what is asked for is replaced by the nearest there is, and the call succeeds */
    int best = 2;
    if (asked->pixelformat != V4L2_PIX_FMT_MJPEG) asked->pixelformat = V4L2_PIX_FMT_YUYV;
    for (int i = 0; asked->pixelformat == V4L2_PIX_FMT_MJPEG && i < 2; i++)
        if (abs((int)(sizes[i][0] - asked->width)) < abs((int)(sizes[best][0] - asked->width))) best = i;
    asked->width = sizes[best][0];
    asked->height = sizes[best][1];
    asked->bytesperline = asked->pixelformat == V4L2_PIX_FMT_MJPEG ? 0 : 2 * asked->width;
    asked->sizeimage = BUFFER_BYTES;
    now = *asked;
}

static int dequeue(struct v4l2_buffer *buffer) {
    char path[4096];
    do {
        usleep(FRAME_US);
        if (there("unplugged")) return fail(ENODEV);
    } while (there("hanging") || !queue_length);
    buffer->index = queued[0];
    memmove(queued, queued + 1, sizeof(int) * (size_t)--queue_length);
    buffer->length = BUFFER_BYTES;
    buffer->flags = V4L2_BUF_FLAG_DONE;
    buffer->sequence = sequence++;
    buffer->bytesused = now.width * now.height * 2;
    if (now.pixelformat == V4L2_PIX_FMT_MJPEG) {
        snprintf(path, sizeof path, "%s/%ux%u.jpg", getenv("V4L2_SHIM"), now.width, now.height);
        FILE *file = fopen(path, "rb");
        if (!file) return fail(EIO);
        buffer->bytesused = (unsigned)fread(memory[buffer->index], 1, BUFFER_BYTES, file);
        fclose(file);
    } else {
        memset(memory[buffer->index], 128, buffer->bytesused);
    }
    return 0;
}

static int answer(int number, unsigned long request, void *argument) {
    if (there("unplugged") && request != VIDIOC_DQBUF) return fail(ENODEV);
    switch (request) {
    case VIDIOC_QUERYCAP: {
        struct v4l2_capability *found = argument;
        memset(found, 0, sizeof *found);
        strcpy((char *)found->driver, "uvcvideo");
        strcpy((char *)found->card, "Shim Camera");
        strcpy((char *)found->bus_info, "usb-0000:00:14.0-2");
        found->device_caps = V4L2_CAP_STREAMING | (number ? V4L2_CAP_META_CAPTURE : V4L2_CAP_VIDEO_CAPTURE);
        found->capabilities =
            V4L2_CAP_DEVICE_CAPS | V4L2_CAP_STREAMING | V4L2_CAP_META_CAPTURE | V4L2_CAP_VIDEO_CAPTURE;
        return 0;
    }
    case VIDIOC_ENUM_FRAMESIZES: {
        struct v4l2_frmsizeenum *size = argument;
        if (number || size->index > 2 || size->pixel_format != V4L2_PIX_FMT_MJPEG) return fail(EINVAL);
        size->type = V4L2_FRMSIZE_TYPE_DISCRETE;
        size->discrete.width = sizes[2 - size->index][0];
        size->discrete.height = sizes[2 - size->index][1];
        return 0;
    }
    case VIDIOC_G_FMT:
        ((struct v4l2_format *)argument)->fmt.pix = now;
        return 0;
    case VIDIOC_S_FMT:
        negotiate(&((struct v4l2_format *)argument)->fmt.pix);
        return 0;
    case VIDIOC_S_PARM:
    case VIDIOC_G_PARM:
    case VIDIOC_STREAMON:
        return 0;
    case VIDIOC_STREAMOFF:
        queue_length = 0;
        return 0;
    case VIDIOC_REQBUFS: {
        struct v4l2_requestbuffers *wanted = argument;
        if (wanted->count > BUFFERS) wanted->count = BUFFERS;
        queue_limit = (int)wanted->count;
        queue_length = 0;
        return 0;
    }
    case VIDIOC_QUERYBUF: {
        struct v4l2_buffer *buffer = argument;
        buffer->length = BUFFER_BYTES;
        buffer->m.offset = buffer->index * BUFFER_BYTES;
        return 0;
    }
    case VIDIOC_QBUF:
        if (queue_length >= queue_limit) return fail(EINVAL);
        queued[queue_length++] = (int)((struct v4l2_buffer *)argument)->index;
        return 0;
    case VIDIOC_DQBUF:
        return dequeue(argument);
    default:
        return fail(EINVAL);
    }
}

int ioctl(int fd, unsigned long request, ...) {
    static int (*next)(int, unsigned long, void *);
    if (!next) next = (int (*)(int, unsigned long, void *))dlsym(RTLD_NEXT, "ioctl");
    va_list rest;
    va_start(rest, request);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    if (fd < 0 || fd >= FDS || !node_of[fd]) return next(fd, request, argument);
    /* Python passes the number sign-extended */
    return answer(node_of[fd] - 1, request & 0xffffffffUL, argument);
}
